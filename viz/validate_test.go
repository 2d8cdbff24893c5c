package viz_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// TestValidateRefuses changes one thing in a good figure at a time.
func TestValidateRefuses(t *testing.T) {
	heat := func(change func(*viz.HeatMap)) viz.Figure { h := retrieval(); change(&h); return h }
	curve := func(change func(*viz.Curve)) viz.Figure { c := extrapolation(); change(&c); return c }
	table := func(change func(*viz.Table)) viz.Figure { a := ablation(); change(&a); return a }
	inf := math.Inf(1)
	for want, fig := range map[string]viz.Figure{
		"HeatMap.Title is empty":             viz.HeatMap{},
		"Curve.Title is empty":               viz.Curve{},
		"Table.Title is empty":               viz.Table{},
		"HeatMap.XLabel is empty":            heat(func(h *viz.HeatMap) { h.XLabel = " \x00\n" }),
		"HeatMap.ValueLabel is empty":        heat(func(h *viz.HeatMap) { h.ValueLabel = "" }),
		"HeatMap.Values is empty":            heat(func(h *viz.HeatMap) { h.Values = nil }),
		"row 1 has 31 columns, row 0 has 32": heat(func(h *viz.HeatMap) { h.Values[1] = h.Values[1][:31] }),
		"Values[2][3] is +Inf":               heat(func(h *viz.HeatMap) { h.Values[2][3] = inf }),
		"RowLabels has 1 entries for 12":     heat(func(h *viz.HeatMap) { h.RowLabels = []string{"a"} }),
		"ColumnLabels has 1 entries for 32":  heat(func(h *viz.HeatMap) { h.ColumnLabels = []string{"a"} }),
		"ColumnText has 1 entries for 32":    heat(func(h *viz.HeatMap) { h.ColumnText = []string{"a"} }),
		"RowText has 1 entries for 12":       heat(func(h *viz.HeatMap) { h.RowText = []string{"a"} }),
		"HeatMap.Gold[0] is row 12":          heat(func(h *viz.HeatMap) { h.Gold[0].Row = 12 }),
		"HeatMap.Picked[1] is row":           heat(func(h *viz.HeatMap) { h.Picked[1].Col = -1 }),
		"HeatMap.Window":                     heat(func(h *viz.HeatMap) { h.Window = viz.Window{Col: 30, Cols: 3} }),
		"HeatMap.Scale is [1, 0]":            heat(func(h *viz.HeatMap) { h.Scale = viz.Range{Low: 1} }),
		"Curve.Series is empty":              curve(func(c *viz.Curve) { c.Series = nil }),
		"Curve.Series[1].Name is empty":      curve(func(c *viz.Curve) { c.Series[1].Name = "" }),
		`"CLS encoder" repeats`:              curve(func(c *viz.Curve) { c.Series[1].Name = "CLS encoder" }),
		"has no points":                      curve(func(c *viz.Curve) { c.Series[0].Points = nil }),
		"Points[0].X is 0":                   curve(func(c *viz.Curve) { c.Series[0].Points[0].X = 0 }),
		"Points[2].X is 256 after 256":       curve(func(c *viz.Curve) { c.Series[0].Points[2].X = 256 }),
		"Points[0].Y is +Inf":                curve(func(c *viz.Curve) { c.Series[0].Points[0].Y = inf }),
		"Points[0].N is -1":                  curve(func(c *viz.Curve) { c.Series[0].Points[0].N = -1 }),
		"does not hold its value 0.5":        curve(func(c *viz.Curve) { c.Series[0].Points[0].Y = 0.5 }),
		"Curve.TrainingLength is -1":         curve(func(c *viz.Curve) { c.TrainingLength = -1 }),
		"Curve.References[0].Name":           curve(func(c *viz.Curve) { c.References[0].Name = "" }),
		"Curve.References[0].Y is NaN":       curve(func(c *viz.Curve) { c.References[0].Y = math.NaN() }),
		"Curve.YRange is [2, 2]":             curve(func(c *viz.Curve) { c.YRange = viz.Range{Low: 2, High: 2} }),
		"Table.Columns is empty":             table(func(a *viz.Table) { a.Columns = nil }),
		"Table.Groups has no rows":           table(func(a *viz.Table) { a.Groups = []viz.Group{{Name: "empty"}} }),
		"has 4 cells for 2 columns":          table(func(a *viz.Table) { a.Columns, a.Heads = a.Columns[:2], nil }),
		"Table.Decimals is 16":               table(func(a *viz.Table) { a.Decimals = 16 }),
		"Cells[0].Value is +Inf":             table(func(a *viz.Table) { a.Groups[0].Rows[0].Cells[0].Value = inf }),
		"Cells[0].N is -3":                   table(func(a *viz.Table) { a.Groups[0].Rows[0].Cells[0].N = -3 }),
		"Cells[0]: interval [2, 3]":          table(func(a *viz.Table) { a.Groups[0].Rows[0].Cells[0] = viz.Cell{Value: 1, Low: 2, High: 3} }),
	} {
		err := fig.Validate()
		if err == nil || !strings.HasPrefix(err.Error(), "viz: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: Validate returned %v", want, err)
		}
		if werr := viz.WriteText(&bytes.Buffer{}, fig, viz.TextOptions{}); werr == nil || err != nil && werr.Error() != err.Error() {
			t.Errorf("%s: WriteText returned %v", want, werr)
		}
		_ = fig.Alt() // describes what is wrong rather than panicking
	}
}

func TestFixturesAreValid(t *testing.T) {
	for _, fig := range everything() {
		if err := fig.Validate(); err != nil {
			t.Error(err)
		}
		if fig.Alt() == "" {
			t.Errorf("%s has no text alternative", fig.Heading())
		}
	}
}

func TestNilFigureAndTablePicture(t *testing.T) {
	var b bytes.Buffer
	if err := viz.WritePNG(&b, nil); err == nil || !strings.Contains(err.Error(), "no figure") {
		t.Errorf("nil figure: %v", err)
	}
	if err := viz.WriteSVG(&b, ablation()); err == nil || !strings.Contains(err.Error(), "has no picture") {
		t.Errorf("picture of a table: %v", err)
	}
	if viz.HasPicture(ablation()) || !viz.HasPicture(retrieval()) {
		t.Error("HasPicture is wrong")
	}
}

func TestAlt(t *testing.T) {
	for want, fig := range map[string]viz.Figure{
		"11 of 12 gold cells picked":             retrieval(),
		"maximum over 512 columns":               million(),
		"nothing visible":                        odd()[3],
		"CLS encoder: 0.99 at 128, 0.99 at 512K": extrapolation(),
		"Trained at 128":                         extrapolation(),
		"3 rows by 4 columns":                    ablation(),
	} {
		if !strings.Contains(fig.Alt(), want) {
			t.Errorf("Alt lacks %q: %s", want, fig.Alt())
		}
	}
}
