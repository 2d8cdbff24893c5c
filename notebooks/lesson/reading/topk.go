package reading

import (
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// TopK is what becomes of some texts of a multiple of the training length with so many picks at test, 1 and up: the share
// of right answers, of gold chunks found, and the mean chunk weight on the gold chunk. Every text is read once; only its
// questions are asked again.
func (t *Texts) TopK(texts, ratio int, ks ...int) (viz.Curve, error) {
	length, err := t.length(ratio, texts)
	if err != nil {
		return viz.Curve{}, err
	}
	tallies := make([]tally, len(ks))
	for i := range texts {
		if err := t.askAll(tallies, ks, i, length); err != nil {
			return viz.Curve{}, err
		}
	}
	right, found, weight := viz.Series{Name: "right"}, viz.Series{Name: "found"}, viz.Series{Name: "weight on the gold chunk"}
	for i, n := range tallies {
		x, asked := float64(ks[i]), float64(n.asked)
		right.Points = append(right.Points, n.point(x))
		found.Points = append(found.Points, viz.Point{X: x, Y: float64(n.found) / asked, N: n.asked})
		weight.Points = append(weight.Points, viz.Point{X: x, Y: n.weight / asked, N: n.asked})
	}
	return viz.Curve{
		Title: "More and fewer picks at test", XLabel: "top-K at test", YLabel: "share, or weight", Log2X: true,
		YRange: viz.Range{Low: 0, High: 1}, Series: []viz.Series{right, found, weight}, Provenance: t.origin(texts),
	}, nil
}

// askAll asks the questions of one text with every top-K.
func (t *Texts) askAll(tallies []tally, ks []int, index, length int) error {
	sample, stream, err := t.read(t.model, index, length)
	if err != nil {
		return err
	}
	defer stream.Free()
	for i, k := range ks {
		tail, err := stream.Tail(sample.Tail, hsa.TailOptions{TopK: k})
		if err != nil {
			return err
		}
		tallies[i].add(sample, tail, t.trained.Weights.Config.Chunk)
	}
	return nil
}
