package experiments

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/hsa"
)

// steps is what is taught of the way to an answer of several hops.
func (r Recipe) steps() hsa.Steps { return hsa.Steps{Label: r.StepLabel, Weight: r.StepWeight} }

// stepsTaught reports whether batches say what groups are to find.
func (r Recipe) stepsTaught() bool { return r.StepLabel || r.StepWeight > 0 }

// validateSteps checks what the trainer would refuse later.
func (r Recipe) validateSteps() error {
	switch {
	case !r.stepsTaught():
		return nil
	case r.Task.Mixture != nil:
		return fmt.Errorf("recipe: step_label and step_weight teach the hops of recall tasks, and a mixture has none: leave them out")
	case r.Model.Groups < 2 || r.Rival != "":
		return fmt.Errorf("recipe: step_label %t, step_weight %g with groups %d: they teach the groups before the last; want model.groups 2 or more", r.StepLabel, r.StepWeight, r.Model.Groups)
	case r.StepWeight < 0:
		return fmt.Errorf("recipe: step_weight %g: want 0 or more", r.StepWeight)
	case r.StepLabel && r.Label != hsa.SequenceLabel:
		return fmt.Errorf("recipe: step_label with label %q: want %q", r.Label, hsa.SequenceLabel)
	}
	return nil
}

// addSteps says for every group but the last what it is to find for each question of a batch: the step of its own number, or
// the answer where the question has fewer.
func addSteps(b *hsa.Batch, samples []data.Sample, chunk, groups int) {
	for g := range groups - 1 {
		for _, s := range samples {
			for i := range b.Q {
				token, gold := stepOf(s, s.Queries[min(i, len(s.Queries)-1)], g, chunk)
				b.StepAnswers = append(b.StepAnswers, token)
				b.StepGold = append(b.StepGold, gold)
			}
		}
	}
}

// stepOf is the token and the chunk of one step of a question.
func stepOf(s data.Sample, q data.Query, step, chunk int) (token, gold int32) {
	if len(q.Hops) == 0 {
		return q.Answer, goldChunk(q, chunk)
	}
	hop := q.Hops[min(step, len(q.Hops)-1)]
	return s.Tokens[hop.Value], int32(hop.Value / chunk)
}
