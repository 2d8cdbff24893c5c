package residual

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// A Comparison is the full model with each of the two residuals, on the same seeds, texts and questions.
type Comparison struct {
	bypass, standard []results.Row
	ratios           []float64
}

// Compare reads the committed ablation: CLS encoder, top 4 in training and in testing.
func Compare() (Comparison, error) {
	var c Comparison
	rows, err := records.Ablation()
	if err != nil {
		return c, err
	}
	for _, r := range rows {
		if r.Encoder != "cls" || r.TrainTopK != 4 || r.TopK != 4 {
			continue
		}
		if r.Residual == "bypass" {
			c.bypass = append(c.bypass, r)
		} else {
			c.standard = append(c.standard, r)
		}
		if !slices.Contains(c.ratios, r.Ratio) {
			c.ratios = append(c.ratios, r.Ratio)
		}
	}
	slices.Sort(c.ratios)
	return c, nil
}

// Figure is three curves against the length: the share of answers that are right, of gold chunks that were found, and of
// answers that are right where the gold chunk was found, P(right | found), which the bypass is said to raise.
func (c Comparison) Figure() (viz.Panels, error) {
	rows := slices.Concat(c.bypass, c.standard)
	p := viz.Panels{Title: "Bypass against standard residual", Columns: 2, SameScale: true, Provenance: figures.Origin(rows)}
	for _, m := range []struct {
		name   string
		metric results.Metric
	}{{"right", results.Accuracy}, {"found", results.Recall}, {"right, once found", results.Integration}} {
		curve, err := curveOf(rows, m.name, m.metric)
		if err != nil {
			return viz.Panels{}, err
		}
		p.Figures = append(p.Figures, curve)
	}
	return p, nil
}

func curveOf(rows []results.Row, name string, metric results.Metric) (viz.Curve, error) {
	type key struct {
		residual string
		ratio    float64
	}
	cells, err := results.Aggregate(rows, func(r results.Row) key { return key{r.Residual, r.Ratio} }, metric, results.Options{})
	if err != nil {
		return viz.Curve{}, err
	}
	slices.SortStableFunc(cells, func(a, b results.Cell[key]) int { return int(a.Key.ratio - b.Key.ratio) })
	c := viz.Curve{Title: name, XLabel: "length / training length", YLabel: "share", Log2X: true, TrainingLength: 1, YRange: viz.Range{Low: 0.5, High: 1}}
	for _, residual := range []string{"bypass", "standard"} {
		s := viz.Series{Name: residual}
		for _, cell := range cells {
			if cell.Key.residual == residual {
				s.Points = append(s.Points, viz.Point{X: cell.Key.ratio, Y: cell.Mean, Low: cell.Low, High: cell.High, N: cell.Queries})
			}
		}
		c.Series = append(c.Series, s)
	}
	return c, nil
}

// Table is the difference in accuracy, bypass minus standard, by length.
func (c Comparison) Table() (viz.Table, error) {
	t := viz.Table{
		Title: "Bypass minus standard", Corner: "accuracy", Decimals: 3, Provenance: figures.Origin(slices.Concat(c.bypass, c.standard)),
		Caption: "Paired over seeds, texts and questions, with 95 % intervals.",
	}
	row := viz.Row{Label: "difference"}
	for _, ratio := range c.ratios {
		d, err := c.difference(ratio)
		if err != nil {
			return viz.Table{}, err
		}
		t.Columns = append(t.Columns, fmt.Sprintf("%g×", ratio))
		row.Cells = append(row.Cells, viz.Cell{Value: d.Mean, Low: d.Low, High: d.High, N: d.Queries})
	}
	t.Groups = []viz.Group{{Rows: []viz.Row{row}}}
	return t, nil
}

// Helps reports whether the bypass raises the accuracy at some length by an amount whose interval lies above 0.
func (c Comparison) Helps() (bool, error) {
	for _, ratio := range c.ratios {
		d, err := c.difference(ratio)
		if err != nil || d.Low > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

func (c Comparison) difference(ratio float64) (results.Difference, error) {
	at := func(rows []results.Row) []results.Row {
		return slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return r.Ratio != ratio })
	}
	return results.Paired(at(c.bypass), at(c.standard), results.Accuracy, results.Options{})
}
