package eval

import (
	"context"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// Replayed is what a model answered where rows recorded an answer of it.
type Replayed struct {
	Asked  int          // questions
	Differ []Difference // those answered otherwise than before, in the order they were asked
}

// Difference is a question that was answered in two ways.
type Difference struct{ Recorded, Now results.Row }

// Replay asks a model the questions of recorded rows again: those of its weights, of the tasks and lengths of the options,
// and of the first Samples texts each. It holds the answers, and not scores or ranks, which rounding moves from backend to
// backend. It fails where the rows have none of these questions, which is so, too, where the text that the needles lie in
// is another than that of the rows (Go's own documents and source, of another version).
func Replay(ctx context.Context, t *experiments.Trained, recorded []results.Row, o Options) (Replayed, error) {
	known, hashes := map[results.ID]results.Row{}, t.Hashes()
	for _, r := range recorded {
		if slices.Contains(hashes, r.Weights) && slices.Contains(o.Tasks, r.Task) && slices.Contains(o.Lengths, r.Length) && r.Sample < o.Samples {
			o.Variant, o.Seed = r.Variant, r.Seed
			known[r.ID()] = r
		}
	}
	if len(known) == 0 {
		return Replayed{}, fmt.Errorf("replay: no answer of %s to %v at %v tokens is recorded for the weights %s", t.Name, o.Tasks, o.Lengths, hashes[0])
	}
	var done Replayed
	o.Write = func(rows ...results.Row) error {
		for _, now := range rows {
			before, ok := known[now.ID()]
			if !ok {
				return fmt.Errorf("replay: %v is not recorded: the rows are of another text (task hash %s here), or of fewer samples", now.ID(), now.TaskHash)
			}
			done.Asked++
			if asWritten(now.Predicted) != before.Predicted || now.Correct != before.Correct {
				done.Differ = append(done.Differ, Difference{before, now})
			}
		}
		return nil
	}
	return done, Run(ctx, t, o)
}

// asWritten is a text as a file of rows has it: U+FFFD for each byte that is no UTF-8.
func asWritten(text string) string { return string([]rune(text)) }
