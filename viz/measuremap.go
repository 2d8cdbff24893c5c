package viz

import "fmt"

// measureMap is what the maps of few, measured cells have in common: needle
// depth × length, top-K in training × in testing, layer × length.
type measureMap struct {
	title, corner  string
	xLabel, yLabel string
	rows, cols     []string
	layers         []measureLayer
	rule           *rule
	caption        string
	provenance     Provenance
}

type measureLayer struct {
	label string
	cells [][]Measure
	scale Range
}

// form returns the heat map that carries the numbers in its cells.
func (m measureMap) form() form {
	h := heatForm{blank: "not measured", rule: m.rule, table: m.table()}
	h.HeatMap = HeatMap{
		Title: m.title, XLabel: m.xLabel, YLabel: m.yLabel,
		RowLabels: m.rows, ColumnLabels: m.cols, Provenance: m.provenance,
	}
	for i, l := range m.layers {
		values, notes := l.matrices()
		h.notes = append(h.notes, notes)
		if i == 0 {
			h.Values, h.ValueLabel, h.Scale = values, l.label, l.scale
			continue
		}
		h.Layers = append(h.Layers, Layer{Label: l.label, Values: values, Scale: l.scale})
	}
	return h
}

func (l measureLayer) matrices() (values [][]float64, notes [][]string) {
	for _, row := range l.cells {
		v, n := make([]float64, len(row)), make([]string, len(row))
		for c, m := range row {
			v[c], n[c] = m.number(), m.note()
		}
		values, notes = append(values, v), append(notes, n)
	}
	return values, notes
}

// table returns the same numbers as a table, a group a layer.
func (m measureMap) table() *Table {
	t := &Table{Title: m.title, Corner: m.corner, Columns: m.cols, Caption: m.caption, Provenance: m.provenance}
	for _, l := range m.layers {
		g := Group{Name: l.label}
		for r, row := range l.cells {
			line := Row{Label: m.rows[r]}
			for _, c := range row {
				line.Cells = append(line.Cells, c.cell())
			}
			g.Rows = append(g.Rows, line)
		}
		t.Groups = append(t.Groups, g)
	}
	return t
}

// alt describes the map: its size, how much of it is known, and the lowest of
// the first layer's values.
func (m measureMap) alt(kind string) string {
	s := fmt.Sprintf("%s “%s”: %d rows (%s) by %d columns (%s).", kind, short(m.title, maxTitle), len(m.rows), short(m.yLabel, maxName), len(m.cols), short(m.xLabel, maxName))
	for _, l := range m.layers {
		n, r := known(l.cells)
		if n == 0 {
			return s + " Nothing measured."
		}
		s += fmt.Sprintf(" %s from %s to %s, %d of %d cells measured.", short(l.label, maxName), number(r.Low), number(r.High), n, len(m.rows)*len(m.cols))
	}
	return s
}

// ascending refuses axis values that do not rise.
func ascending(field string, xs []float64) error {
	if len(xs) == 0 {
		return fmt.Errorf("viz: %s is empty: give at least one value", field)
	}
	for i, x := range xs {
		if !finite(x) || i > 0 && x <= xs[i-1] {
			return fmt.Errorf("viz: %s[%d] is %g: want finite values, each once, in rising order", field, i, x)
		}
	}
	return nil
}
