package whatif

import (
	"context"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Guess writes other values into the needle of a key and asks each time with its chunk hidden: what it answers then is
// a guess, and says what a right answer without evidence is worth.
func (s Subject) Guess(key string, values ...string) {
	show.Figure(s.guess(context.Background(), key, values))
}

func (s Subject) guess(ctx context.Context, key string, values []string) (viz.Table, error) {
	t := viz.Table{
		Title: fmt.Sprintf("What is magic %s, without its chunk?", key), Corner: "the text says", Decimals: 3,
		Columns: []string{"answer", "probability of the right one", "answer without the chunk", "probability of the right one"},
	}
	var rows []viz.Row
	for _, value := range values {
		before, after, err := s.with(key, value).masked(ctx, key)
		if err != nil {
			return t, err
		}
		rows = append(rows, viz.Row{Label: value, Cells: []viz.Cell{
			{Text: before.Predicted}, {Value: before.Probability}, {Text: after.Predicted}, {Value: after.Probability},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t, nil
}

// with is the text with another value for a key.
func (s Subject) with(key, value string) Subject {
	s.needles = slices.Clone(s.needles)
	for i, n := range s.needles {
		if n.Key == key {
			s.needles[i] = recall.Needle{Key: key, Value: value, Depth: n.Depth}
		}
	}
	return s
}

// masked is the answer about a key before its chunk is hidden, and after.
func (s Subject) masked(ctx context.Context, key string) (before, after experiments.Answer, err error) {
	in, err := s.open(ctx)
	if err != nil {
		return before, after, err
	}
	defer in.close()
	chunk, err := in.chunk(key)
	if err != nil {
		return before, after, err
	}
	r, err := in.after(ctx, hsa.MaskChunks(chunk))
	if err != nil {
		return before, after, err
	}
	i := slices.Index(in.keys, key)
	return in.before.Answers[i], r.Answers[i], nil
}
