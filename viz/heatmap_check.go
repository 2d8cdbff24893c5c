package viz

import (
	"fmt"
	"math"
)

func (h HeatMap) checkValues() error {
	if len(h.Values) == 0 || len(h.Values[0]) == 0 {
		return fmt.Errorf("viz: HeatMap.Values is empty: give one row a query and one column a chunk")
	}
	return checkMatrix("HeatMap.Values", h.Values, len(h.Values), len(h.Values[0]))
}

// checkMatrix refuses values of another shape than rows × cols, and infinities.
func checkMatrix(field string, values [][]float64, rows, cols int) error {
	if len(values) != rows {
		return fmt.Errorf("viz: %s has %d rows for %d: give one row a query", field, len(values), rows)
	}
	for r, row := range values {
		if len(row) != cols {
			return fmt.Errorf("viz: %s: row %d has %d columns, row 0 has %d: make all rows equally long (NaN for chunks that are not visible)", field, r, len(row), cols)
		}
		for c, v := range row {
			if math.IsInf(v, 0) {
				return fmt.Errorf("viz: %s[%d][%d] is %g: use NaN for a chunk that is not visible", field, r, c, v)
			}
		}
	}
	return nil
}

func (h HeatMap) checkLayers() error {
	for i, l := range h.Layers {
		where := fmt.Sprintf("HeatMap.Layers[%d]", i)
		if err := requireText(named{where + ".Label", l.Label, `what the colours mean, such as "score"`}); err != nil {
			return err
		}
		if err := checkMatrix(where+".Values", l.Values, len(h.Values), len(h.Values[0])); err != nil {
			return err
		}
		if err := l.Scale.validateFor(where+".Scale", l.Diverging); err != nil {
			return err
		}
	}
	return nil
}

func (h HeatMap) checkSpans() error {
	rows, cols := len(h.Values), len(h.Values[0])
	if len(h.InWindow) != 0 && len(h.InWindow) != rows {
		return fmt.Errorf("viz: HeatMap.InWindow has %d entries for %d rows: give one for each, or none", len(h.InWindow), rows)
	}
	for r, s := range h.InWindow {
		if s.From < 0 || s.To < s.From || s.To > cols {
			return fmt.Errorf("viz: HeatMap.InWindow[%d] is %+v: want 0 <= From <= To <= %d columns", r, s, cols)
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
		{"RowText", len(h.RowText), rows, "rows"},
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
