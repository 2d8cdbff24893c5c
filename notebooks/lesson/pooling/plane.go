package pooling

import (
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/viz"
)

const (
	reach = 2.0 // queries of the plane go from -reach to reach
	steps = 17  // each way
)

// Plane shows by how much the score of mean pooling, and that of the landmark for one query, falls short of the log mass
// of the keys, for every query of a square around 0. Where it is 0 the landmark is as good as reading the keys.
func Plane(keys [][]float64, at []float64) (viz.Panels, error) {
	if err := inPlane(slices.Concat(keys, [][]float64{at})); err != nil {
		return viz.Panels{}, err
	}
	p := viz.Panels{Title: "How far a score falls short of the log mass", Columns: 2, SameScale: true}
	p.Figures = append(p.Figures,
		shortfall("mean pooling", keys, Mean(keys)),
		shortfall("landmark for "+point(at), keys, Tangent(keys, at)))
	return p, nil
}

func shortfall(title string, keys [][]float64, l Landmark) viz.HeatMap {
	h := viz.HeatMap{Title: title, XLabel: "first number of the query", YLabel: "second number", ValueLabel: "log mass − score"}
	for row := range steps {
		y := coordinate(steps - 1 - row)
		var values []float64
		for col := range steps {
			q := []float64{coordinate(col), y}
			values = append(values, max(0, LogMass(q, keys)-l.Score(q)))
		}
		h.Values = append(h.Values, values)
		h.RowLabels, h.ColumnLabels = append(h.RowLabels, label(y)), append(h.ColumnLabels, label(coordinate(row)))
	}
	return h
}

// coordinate is step i of a side of the square: quarters, which float64 has exactly.
func coordinate(i int) float64 { return (float64(i)/(steps-1)*2 - 1) * reach }

// label names whole coordinates, so that names do not crowd.
func label(x float64) string {
	if x != math.Trunc(x) {
		return ""
	}
	return fmt.Sprint(x)
}
