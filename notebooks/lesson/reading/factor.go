package reading

import (
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// Factor is the accuracy on some texts of the training length when what was retrieved is multiplied by a factor before it
// meets the stream, by factor.
func (t *Texts) Factor(texts int, factors ...float64) (viz.Curve, error) {
	length, err := t.length(1, texts)
	if err != nil {
		return viz.Curve{}, err
	}
	c := viz.Curve{
		Title: "What was retrieved, made smaller or larger", XLabel: "factor", YLabel: "accuracy", Provenance: t.origin(texts),
		YRange: viz.Range{Low: 0, High: 1},
	}
	s := viz.Series{Name: t.Model}
	for _, factor := range factors {
		n, err := t.scaled(texts, length, float32(factor))
		if err != nil {
			return viz.Curve{}, err
		}
		s.Points = append(s.Points, n.point(factor))
	}
	c.Series = []viz.Series{s}
	return c, nil
}

func (t *Texts) scaled(texts, length int, factor float32) (n tally, err error) {
	var changes []hsa.Intervention
	for g := range t.trained.Weights.Config.Groups {
		changes = append(changes, hsa.ScaleHSA(g, factor))
	}
	model, err := t.model.With(changes...)
	if err != nil {
		return n, err
	}
	defer model.Close()
	for i := range texts {
		if err := t.answer(&n, model, i, length, 0); err != nil {
			return n, err
		}
	}
	return n, nil
}

// answer reads a text with a model and counts its answers.
func (t *Texts) answer(n *tally, m *hsa.Model, index, length, k int) error {
	sample, stream, err := t.read(m, index, length)
	if err != nil {
		return err
	}
	defer stream.Free()
	tail, err := stream.Tail(sample.Tail, hsa.TailOptions{TopK: k})
	if err != nil {
		return err
	}
	n.add(sample, tail, t.trained.Weights.Config.Chunk)
	return nil
}
