package mixture

import (
	"slices"

	"github.com/hsalab/hsalab/data"
)

// Recall is a task of [data.Task] with the tail of training.
type Recall struct {
	task data.Task
	base int32
}

var _ Source = Recall{}

// NewRecall is the source of a task. Base is added to its token ids: 0 for a model of the task alone, the tokenizer's
// number of ids where text is mixed in, so that the symbols of the task are tokens of their own.
func NewRecall(task data.Task, base int) Recall { return Recall{task, int32(base)} }

// Name is the task's.
func (r Recall) Name() string { return r.task.Name() }

// Hash is the fingerprint of task and base.
func (r Recall) Hash() string {
	return data.Hash(struct {
		Task string
		Base int32
	}{r.task.Hash(), r.base})
}

// Vocab is that of the task, after the base.
func (r Recall) Vocab() int { return int(r.base) + r.task.Vocab() }

// Sample is a sample of the task with a tail of [data.TrainTail].
func (r Recall) Sample(seed uint64, index, length int) (Example, error) {
	s, err := r.task.Sample(seed, index, length, data.TrainTail(length))
	if err != nil {
		return Example{}, err
	}
	e := Example{Tokens: s.Tokens, Needles: s.Needles, Answers: make([]Answer, len(s.Queries))}
	for i := range e.Tokens {
		e.Tokens[i] += r.base
	}
	for i, q := range s.Queries {
		e.Answers[i] = Answer{Position: q.Position, Value: q.Value, Key: q.Key}
		for _, hop := range q.Steps() {
			if hop.Evidence.Len() > 0 {
				e.Answers[i].Evidence = append(e.Answers[i].Evidence, hop.Evidence)
			}
		}
		slices.SortFunc(e.Answers[i].Evidence, func(a, b data.Span) int { return a.Start - b.Start })
	}
	return e, nil
}
