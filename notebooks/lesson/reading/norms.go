package reading

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// Norms is how long what was retrieved (H) is, and what the MLP makes of it (M), in lengths of the stream that they meet,
// over the questions of one text at each multiple of the training length.
func (t *Texts) Norms(ratios ...int) (viz.Curve, error) {
	retrieved, mlp := viz.Series{Name: "H, retrieved"}, viz.Series{Name: "M, the MLP"}
	for _, ratio := range ratios {
		h, m, err := t.norms(ratio)
		if err != nil {
			return viz.Curve{}, fmt.Errorf("%d×: %w", ratio, err)
		}
		h.X, m.X = float64(ratio), float64(ratio)
		retrieved.Points, mlp.Points = append(retrieved.Points, h), append(mlp.Points, m)
	}
	return viz.Curve{
		Title: "Branches of the HSA layer of " + t.Model, XLabel: "length / training length", YLabel: "length of the vector / that of x",
		Log2X: true, TrainingLength: 1, Series: []viz.Series{retrieved, mlp}, Provenance: t.origin(1),
	}, nil
}

func (t *Texts) norms(ratio int) (h, m viz.Point, err error) {
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
		h.Y += float64(b.Retrieved/b.Input) / n
		m.Y += float64(b.MLP/b.Input) / n
	}
	h.N, m.N = len(sample.Queries), len(sample.Queries)
	return h, m, nil
}
