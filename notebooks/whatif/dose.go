package whatif

import (
	"context"

	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Dose shows the probability of each right answer against the factor by which what was retrieved is multiplied.
func (s Subject) Dose(factors ...float64) { show.Figure(s.dose(context.Background(), factors)) }

func (s Subject) dose(ctx context.Context, factors []float64) (viz.Figure, error) {
	in, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer in.close()
	c := viz.Curve{
		Title: "How much of what is retrieved does an answer need?", XLabel: "what was retrieved, times", YLabel: "probability of the right answer",
		YRange: viz.Range{Low: 0, High: 1}, Provenance: viz.Provenance{Weights: in.before.Weights},
	}
	for _, key := range in.keys {
		c.Series = append(c.Series, viz.Series{Name: key})
	}
	for _, f := range factors {
		after, err := in.after(ctx, scaled(in.model.Config(), float32(f))...)
		if err != nil {
			return nil, err
		}
		for i, a := range after.Answers {
			c.Series[i].Points = append(c.Series[i].Points, viz.Point{X: f, Y: a.Probability})
		}
	}
	return c, nil
}
