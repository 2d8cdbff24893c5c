package viz

import (
	"fmt"
	"math"
	"strings"
)

// HeatMap is a retrieval heat map: one row a query, one column a chunk, row 0
// on top. It draws up to 128 × 256 cells; a larger one is reduced by maximum
// (see [HeatMap.Window] to look closer), and each form says so.
type HeatMap struct {
	Title      string
	XLabel     string // what a column is, such as "chunk"
	YLabel     string // what a row is, such as "query position"
	ValueLabel string // what the colour means, such as "chunk weight"

	// Values holds one row a query and one column a chunk, all rows equally
	// long. NaN marks a chunk that is not visible to the query; it is drawn
	// apart from every value, zero included. Infinities are refused.
	Values [][]float64

	RowLabels    []string // a name for each row; nil for its index
	ColumnLabels []string // a name for each column; nil for its index
	ColumnText   []string // the text of each chunk, shown on hover; nil for none

	Gold   []Mark // cells that hold the evidence
	Picked []Mark // cells that top-K picked

	Window Window // the part to draw; zero for all
	Scale  Range  // values of the two ends of the colour scale; zero for those of the data

	Provenance Provenance
}

// Mark names a cell of a [HeatMap] by its row and column in Values.
type Mark struct{ Row, Col int }

// Window selects Rows × Cols cells of a [HeatMap] from (Row, Col) on. Zero Rows
// or Cols mean all that follow.
type Window struct{ Row, Rows, Col, Cols int }

// Heading returns the title.
func (h HeatMap) Heading() string { return short(h.Title, maxTitle) }

// Origin returns where the values come from.
func (h HeatMap) Origin() Provenance { return h.Provenance }

// Alt describes the map: its size, the range of its values, and how many of the
// gold cells were picked.
func (h HeatMap) Alt() string {
	if err := h.Validate(); err != nil {
		return "Heat map that cannot be drawn."
	}
	g := h.grid(maxGridRows, maxGridCols)
	var b strings.Builder
	fmt.Fprintf(&b, "Heat map “%s”: %d rows (%s) by %d columns (%s), ", h.Heading(), g.rowsShown, short(h.YLabel, maxName), g.colsShown, short(h.XLabel, maxName))
	if g.visible == 0 {
		b.WriteString("nothing visible.")
	} else {
		fmt.Fprintf(&b, "%s from %s to %s.", short(h.ValueLabel, maxName), number(g.data.Low), number(g.data.High))
	}
	if gold, hit := g.recall(); gold > 0 {
		fmt.Fprintf(&b, " %d of %d gold cells picked.", hit, gold)
	}
	if note := g.note(); note != "" {
		fmt.Fprintf(&b, " %s.", note)
	}
	return b.String()
}

// Validate refuses a map without title, labels or values, with ragged rows,
// infinite values, a wrong number of labels, or marks or a window outside it.
func (h HeatMap) Validate() error {
	err := requireText(
		named{"HeatMap.Title", h.Title, "a title"},
		named{"HeatMap.XLabel", h.XLabel, `the name of a column, such as "chunk"`},
		named{"HeatMap.YLabel", h.YLabel, `the name of a row, such as "query"`},
		named{"HeatMap.ValueLabel", h.ValueLabel, `what the colours mean, such as "chunk weight"`},
	)
	for _, step := range []func() error{h.checkValues, h.checkLabels, h.checkMarks, h.checkWindow} {
		if err != nil {
			return err
		}
		err = step()
	}
	if err != nil {
		return err
	}
	return h.Scale.validate("HeatMap.Scale")
}

func (h HeatMap) checkValues() error {
	if len(h.Values) == 0 || len(h.Values[0]) == 0 {
		return fmt.Errorf("viz: HeatMap.Values is empty: give one row a query and one column a chunk")
	}
	for r, row := range h.Values {
		if len(row) != len(h.Values[0]) {
			return fmt.Errorf("viz: HeatMap.Values: row %d has %d columns, row 0 has %d: make all rows equally long (NaN for chunks that are not visible)", r, len(row), len(h.Values[0]))
		}
		for c, v := range row {
			if math.IsInf(v, 0) {
				return fmt.Errorf("viz: HeatMap.Values[%d][%d] is %g: use NaN for a chunk that is not visible", r, c, v)
			}
		}
	}
	return nil
}

func (h HeatMap) checkLabels() error {
	rows, cols := len(h.Values), len(h.Values[0])
	for _, l := range []struct {
		field     string
		have, len int
		unit      string
	}{
		{"RowLabels", len(h.RowLabels), rows, "rows"},
		{"ColumnLabels", len(h.ColumnLabels), cols, "columns"},
		{"ColumnText", len(h.ColumnText), cols, "columns"},
	} {
		if l.have != 0 && l.have != l.len {
			return fmt.Errorf("viz: HeatMap.%s has %d entries for %d %s: give one for each, or none", l.field, l.have, l.len, l.unit)
		}
	}
	return nil
}

func (h HeatMap) checkMarks() error {
	rows, cols := len(h.Values), len(h.Values[0])
	for _, set := range []struct {
		field string
		marks []Mark
	}{{"Gold", h.Gold}, {"Picked", h.Picked}} {
		for i, m := range set.marks {
			if m.Row < 0 || m.Row >= rows || m.Col < 0 || m.Col >= cols {
				return fmt.Errorf("viz: HeatMap.%s[%d] is row %d, column %d, outside the %d × %d values", set.field, i, m.Row, m.Col, rows, cols)
			}
		}
	}
	return nil
}

func (h HeatMap) checkWindow() error {
	rows, cols := len(h.Values), len(h.Values[0])
	w := h.Window
	if w.Row < 0 || w.Rows < 0 || w.Row >= rows || w.Rows > rows-w.Row ||
		w.Col < 0 || w.Cols < 0 || w.Col >= cols || w.Cols > cols-w.Col {
		return fmt.Errorf("viz: HeatMap.Window %+v reaches outside the %d × %d values", w, rows, cols)
	}
	return nil
}
