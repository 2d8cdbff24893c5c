package reading

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// Norms is how large the branches of the HSA layer are beside the stream that they meet, over the questions of one text
// at each multiple of the training length: what was retrieved (H), and the MLP that reads it (M).
func (t *Texts) Norms(ratios ...int) (viz.ResidualNorms, error) {
	r := viz.ResidualNorms{
		Title: "Branches of the HSA layer of " + t.Model, Layers: []string{"HSA layer"}, Provenance: t.origin(1),
		TrainingLength: float64(t.trained.Weights.Config.TrainingLength),
	}
	retrieved, mlp := viz.Branch{Name: "H, retrieved", Norms: make([][]viz.Measure, 1)}, viz.Branch{Name: "M, the MLP", Norms: make([][]viz.Measure, 1)}
	for _, ratio := range ratios {
		h, m, err := t.norms(ratio)
		if err != nil {
			return viz.ResidualNorms{}, fmt.Errorf("%d×: %w", ratio, err)
		}
		r.Lengths = append(r.Lengths, float64(ratio*t.trained.Weights.Config.TrainingLength))
		retrieved.Norms[0], mlp.Norms[0] = append(retrieved.Norms[0], h), append(mlp.Norms[0], m)
	}
	r.Branches = []viz.Branch{retrieved, mlp}
	return r, nil
}

func (t *Texts) norms(ratio int) (h, m viz.Measure, err error) {
	length, err := t.length(ratio, 1)
	if err != nil {
		return h, m, err
	}
	sample, stream, err := t.read(t.model, 0, length)
	if err != nil {
		return h, m, err
	}
	defer stream.Free()
	tail, err := stream.Tail(sample.Tail, hsa.TailOptions{Trace: hsa.TraceBranches})
	if err != nil {
		return h, m, err
	}
	n := float64(len(sample.Queries))
	for _, q := range sample.Queries {
		b := tail.Groups[len(tail.Groups)-1].Branches[q.Position-tail.First]
		h.Value += float64(b.Retrieved/b.Input) / n
		m.Value += float64(b.MLP/b.Input) / n
	}
	h.N, m.N = len(sample.Queries), len(sample.Queries)
	return h, m, nil
}
