package figures

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/viz"
)

// CurveTable shows a curve in numbers: a row a series, a column for each place on the axis, an interval in each cell.
func CurveTable(c viz.Curve) viz.Table {
	var places []float64
	for _, s := range c.Series {
		for _, p := range s.Points {
			if !slices.Contains(places, p.X) {
				places = append(places, p.X)
			}
		}
	}
	slices.Sort(places)
	t := viz.Table{Title: c.Title, Corner: "model", Decimals: 3, Provenance: c.Provenance, Groups: []viz.Group{{}}}
	for _, x := range places {
		t.Columns = append(t.Columns, placeText(c, x))
	}
	for _, s := range c.Series {
		row := viz.Row{Label: s.Name}
		for _, x := range places {
			i := slices.IndexFunc(s.Points, func(p viz.Point) bool { return p.X == x })
			if i < 0 {
				row.Cells = append(row.Cells, viz.Cell{Text: "–"})
				continue
			}
			p := s.Points[i]
			row.Cells = append(row.Cells, viz.Cell{Text: fmt.Sprintf("%.3f [%.2f, %.2f]", p.Y, p.Low, p.High), Value: p.Y, Low: p.Low, High: p.High, N: p.N})
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	return t
}

// placeText names a place on the axis: a multiple where the axis is one of the training length, and tokens else, in units of
// 1,024 and of its square where they divide them.
func placeText(c viz.Curve, x float64) string {
	if c.TrainingLength == 1 {
		return fmt.Sprintf("%g×", x)
	}
	switch tokens := int(x); {
	case tokens >= 1<<20 && tokens%(1<<20) == 0:
		return fmt.Sprintf("%dM", tokens>>20)
	case tokens >= 1<<10 && tokens%(1<<10) == 0:
		return fmt.Sprintf("%dK", tokens>>10)
	default:
		return fmt.Sprint(tokens)
	}
}
