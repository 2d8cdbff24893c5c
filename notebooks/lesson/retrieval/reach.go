package retrieval

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/viz"
)

// Reach is by how much the answer to a key depends on each token before it, under some changes: the length of the
// gradient of log p(right answer) by the token's embedding. Where it is exactly 0, nothing that stands there can matter,
// and the line has a gap.
func (p *Page) Reach(key string, changes ...Change) (viz.Curve, error) {
	curve := viz.Curve{
		Title:  fmt.Sprintf("What the answer about %s depends on", key),
		XLabel: "tokens back from the question", YLabel: "gradient (length)", Log10Y: true, Provenance: p.origin(),
	}
	for _, c := range changes {
		norms, err := p.Gradients(key, c)
		if err != nil {
			return viz.Curve{}, fmt.Errorf("%s: %w", c.Name, err)
		}
		s := viz.Series{Name: c.Name}
		for back, norm := range norms {
			point := viz.Point{X: float64(back), Y: norm}
			if norm == 0 {
				point.Y = math.NaN()
			}
			s.Points = append(s.Points, point)
		}
		curve.Series = append(curve.Series, s)
	}
	return curve, nil
}

// Gradients are the lengths that Reach shows, by how many tokens back: 0 is the last token of the question.
func (p *Page) Gradients(key string, c Change) ([]float64, error) {
	i, err := p.question(key)
	if err != nil {
		return nil, err
	}
	model, err := p.model.With(c.Do...)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	q := p.Sample.Queries[i]
	flat, err := model.TokenGradient(p.Sample.Tokens[:q.Position+1], q.Position, q.Answer)
	if err != nil {
		return nil, err
	}
	dim := p.config().Dim
	norms := make([]float64, q.Position+1)
	for back := range norms {
		sum, at := 0.0, (q.Position-back)*dim
		for _, g := range flat[at : at+dim] {
			sum += float64(g) * float64(g)
		}
		norms[back] = math.Sqrt(sum)
	}
	return norms, nil
}
