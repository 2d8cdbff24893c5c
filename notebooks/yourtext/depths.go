package yourtext

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Depths hides a needle at each of n depths of the text, from its start to its end, all at once with keys of their own,
// and shows for each the probability of the right answer and the weight on its chunk. There are as many depths as keys
// that the text does not use, at most.
func (p Page) Depths(n int) {
	c, right, err := p.depths(context.Background(), n)
	show.Figure(c, err)
	show.Number(fmt.Sprintf("right answers about %d needles", n), float64(right), 1)
}

// depths also gives the number of right answers.
func (p Page) depths(ctx context.Context, n int) (c viz.Curve, right int, err error) {
	c = viz.Curve{XLabel: "depth of the needle (0 start, 1 end)", YLabel: "share", YRange: viz.Range{Low: 0, High: 1}}
	needles, err := spread(p.text, n)
	if err != nil {
		return c, 0, err
	}
	p.needles = needles
	r, err := p.open()
	if err != nil {
		return c, 0, err
	}
	defer r.model.Close()
	reading, err := r.read(ctx)
	if err != nil {
		return c, 0, err
	}
	answer, weight := viz.Series{Name: "probability of the right answer"}, viz.Series{Name: "weight on the gold chunk"}
	for _, needle := range needles {
		i, err := r.question(needle.Key)
		if err != nil {
			return c, 0, err
		}
		a := reading.Answers[i]
		answer.Points = append(answer.Points, viz.Point{X: needle.Depth, Y: a.Probability})
		weight.Points = append(weight.Points, viz.Point{X: needle.Depth, Y: a.GoldWeight})
	}
	c.Title = fmt.Sprintf("%d needles in %d words: %d of %d answers right", n, reading.Sample.Context(), reading.Right(), len(reading.Answers))
	c.Series = []viz.Series{answer, weight}
	c.Provenance = viz.Provenance{Weights: reading.Weights}
	return c, reading.Right(), nil
}

// spread is n needles from the start to the end of a text, with keys that it does not name.
func spread(text string, n int) ([]recall.Needle, error) {
	used := map[string]bool{}
	for _, key := range experiments.Askable(text, nil) {
		used[key] = true
	}
	var free []string
	for _, key := range recall.KeyWords() {
		if !used[key] {
			free = append(free, key)
		}
	}
	if n < 2 || n > len(free) {
		return nil, fmt.Errorf("yourtext: %d depths: want 2 to %d", n, len(free))
	}
	values := recall.ValueWords()
	var list []recall.Needle
	for i := range n {
		list = append(list, recall.Needle{Key: free[i], Value: values[(5*i+3)%len(values)], Depth: float64(i) / float64(n-1)})
	}
	return list, nil
}
