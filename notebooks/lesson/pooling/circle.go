package pooling

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/viz"
)

// direction is the query of length 1 at an angle in degrees.
func direction(degrees float64) []float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return []float64{cos, sin}
}

// Circle follows a query of length 1 around the plane: the log mass of the keys, the score of mean pooling, and the
// scores of landmarks that touch the log mass at the given angles in degrees.
func Circle(keys [][]float64, touch ...float64) (viz.Curve, error) {
	if err := inPlane(keys); err != nil {
		return viz.Curve{}, err
	}
	c := viz.Curve{Title: "A query goes around", XLabel: "direction of the query (degrees)", YLabel: "log mass, or score"}
	c.Series = append(c.Series, around("mean pooling", Mean(keys).Score))
	for _, angle := range touch {
		c.Series = append(c.Series, around(fmt.Sprintf("landmark for %g°", angle), Tangent(keys, direction(angle)).Score))
	}
	c.Series = append(c.Series, around("log mass", func(q []float64) float64 { return LogMass(q, keys) }))
	if err := c.Validate(); err != nil {
		return viz.Curve{}, fmt.Errorf("pooling: give each angle once: %w", err)
	}
	return c, nil
}

// around is a function of the query at every fifth degree.
func around(name string, f func([]float64) float64) viz.Series {
	s := viz.Series{Name: name}
	for angle := 0.0; angle <= 360; angle += 5 {
		s.Points = append(s.Points, viz.Point{X: angle, Y: f(direction(angle))})
	}
	return s
}

// inPlane refuses keys that are no points of the plane.
func inPlane(keys [][]float64) error {
	if len(keys) == 0 {
		return fmt.Errorf("pooling: a chunk without keys: give some, such as {{4, 0}, {-4, 0}}")
	}
	for _, k := range keys {
		if len(k) != 2 {
			return fmt.Errorf("pooling: %v has %d numbers: give 2, the figure is of the plane", k, len(k))
		}
	}
	return nil
}

// Queries tells for some queries in the plane what the mass of the keys is, and what mean pooling and the landmark for
// the first of the queries make of it.
func Queries(keys [][]float64, queries ...[]float64) (viz.Table, error) {
	if len(queries) == 0 {
		return viz.Table{}, fmt.Errorf("pooling: no queries: give some, such as []float64{1, 0}")
	}
	if err := inPlane(slices.Concat(keys, queries)); err != nil {
		return viz.Table{}, err
	}
	first := Tangent(keys, queries[0])
	t := viz.Table{
		Title: "The chunk with the keys " + points(keys), Corner: "query", Decimals: 4,
		Columns: []string{"mass", "log mass", "mean pooling", "landmark for " + point(queries[0])},
	}
	var rows []viz.Row
	for _, q := range queries {
		mass := LogMass(q, keys)
		rows = append(rows, viz.Row{Label: point(q), Cells: []viz.Cell{
			{Value: math.Exp(mass)}, {Value: mass}, {Value: Mean(keys).Score(q)}, {Value: first.Score(q)},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Caption = fmt.Sprintf("Landmarks: mean pooling %s, the other %s.", show(Mean(keys)), show(first))
	return t, nil
}

// point writes a vector of the plane as the text around the figures does.
func point(v []float64) string { return fmt.Sprintf("(%g, %g)", v[0], v[1]) }

func points(list [][]float64) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = point(v)
	}
	return strings.Join(texts, ", ")
}

func show(l Landmark) string {
	return fmt.Sprintf("(%.3f, %.3f) with bias %.3f", l.Vector[0], l.Vector[1], l.Bias)
}
