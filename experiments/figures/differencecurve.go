package figures

import (
	"cmp"
	"fmt"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// DifferenceCurve is what every variant's accuracy differs by from that of the reference, against length, on the same
// seeds, samples and questions, with the intervals of [results.Paired]: above zero the variant is better. A variant that
// was not tested on the same is left out.
func DifferenceCurve(rows []results.Row, referenceVariant string, o CurveOptions) (viz.Curve, error) {
	rows = asTrained(rows)
	if len(rows) == 0 {
		return viz.Curve{}, ErrNoRows
	}
	g := groupVariants(rows)
	c := viz.Curve{
		Title:  cmp.Or(o.Title, "Difference from "+referenceVariant),
		XLabel: g.x.label, YLabel: "difference in accuracy", Log2X: true, TrainingLength: g.x.training,
		References: []viz.Reference{{Name: "as good as " + referenceVariant, Y: 0}}, Provenance: over(o.Provenance, rows),
	}
	for _, h := range g.haystacks {
		for _, v := range g.variants {
			name := v
			if len(g.haystacks) > 1 {
				name = fmt.Sprintf("%s, %s", v, h)
			}
			if v == referenceVariant {
				continue
			}
			if s := g.against(v, referenceVariant, h, o.Intervals); len(s) > 0 {
				c.Series = append(c.Series, viz.Series{Name: name, Points: s})
			}
		}
	}
	if len(c.Series) == 0 {
		return viz.Curve{}, fmt.Errorf("figures: no variant was tested on the same samples as %q", referenceVariant)
	}
	return c, nil
}

// against compares a variant with another at every length that both have.
func (g variantGrid) against(variant, other, haystack string, o results.Options) []viz.Point {
	var points []viz.Point
	for _, at := range g.places {
		a, b := g.rows[variantPlace{variant, haystack, at}], g.rows[variantPlace{other, haystack, at}]
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		d, err := results.Paired(a, b, results.Score, o)
		if err != nil {
			continue // other samples
		}
		points = append(points, viz.Point{X: at, Y: d.Mean, Low: d.Low, High: d.High, N: d.Queries})
	}
	return points
}
