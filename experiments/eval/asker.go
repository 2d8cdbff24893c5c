package eval

import (
	"context"
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
	"github.com/hsalab/hsalab/experiments"
)

// asker makes the samples of one task of an evaluation. It is safe for concurrent use.
type asker interface {
	info() taskInfo
	// placed reports whether samples put their evidence at a depth that is asked for.
	placed() bool
	sample(ctx context.Context, s spot) (probed, error)
	// show is how tokens of an answer are shown.
	show(tokens []int32) string
}

// taskInfo says for the rows what is asked.
type taskInfo struct{ name, version, hash, haystack string }

// spot names one sample.
type spot struct {
	seed          uint64
	index, length int
	depth         int // percent, or anywhere
}

// anywhere as a depth leaves the place of the evidence to the task.
const anywhere = -1

// probed is a sample cut into what is asked.
type probed struct {
	data.Sample
	asked []question
}

// question is one question of a sample.
type question struct {
	tokens []data.Query // the tokens of the right answer
	right  string
	most   int                                  // tokens of a free answer
	eos    int32                                // ends a free answer; -1: only its length does
	judge  func(answer string) (float64, error) // scores a free answer, 0 to 1; nil: exact match

	context int // tokens before the question where all answers are known words; 0 elsewhere
}

// recallAsker asks a task whose answers count if all their tokens are right.
type recallAsker struct {
	task     data.Task
	haystack string
	tail     int
	at       func(percent int) (data.Task, error) // nil where evidence lies anywhere
}

func (a recallAsker) info() taskInfo {
	return taskInfo{a.task.Name(), a.task.Version(), a.task.Hash(), a.haystack}
}

func (a recallAsker) placed() bool { return a.at != nil }

func (a recallAsker) show(tokens []int32) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(a.task.Token(t))
	}
	return b.String()
}

func (a recallAsker) sample(_ context.Context, s spot) (probed, error) {
	task := a.task
	if s.depth != anywhere && a.at != nil {
		var err error
		if task, err = a.at(s.depth); err != nil {
			return probed{}, err
		}
	}
	made, err := task.Sample(s.seed, s.index, s.length, a.tail)
	if err != nil {
		return probed{}, err
	}
	p := probed{Sample: made}
	for _, tokens := range answersOf(made) {
		p.asked = append(p.asked, question{tokens: tokens, right: a.show(rightTokens(tokens)), most: len(tokens), eos: -1})
	}
	return p, nil
}

// answersOf cuts the queries of a sample into answers: those of several tokens are several queries.
func answersOf(s data.Sample) [][]data.Query {
	var answers [][]data.Query
	for _, q := range s.Queries {
		if q.Part == 0 {
			answers = append(answers, nil)
		}
		last := len(answers) - 1
		answers[last] = append(answers[last], q)
	}
	return answers
}

func rightTokens(answer []data.Query) []int32 {
	tokens := make([]int32, len(answer))
	for i, q := range answer {
		tokens[i] = q.Answer
	}
	return tokens
}

// openAsker opens one task for a model.
func openAsker(ctx context.Context, t *experiments.Trained, name string, o Options) (a asker, err error) {
	if _, err = t.Task.In(name); err != nil && t.Task.Mixture != nil {
		a, err = openBenchmark(ctx, t, name, o)
	} else if err == nil {
		a, err = openRecall(t, name, o)
	}
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	return a, nil
}

func openRecall(t *experiments.Trained, name string, o Options) (asker, error) {
	task, err := t.HeldOut(name)
	if err != nil {
		return nil, err
	}
	cfg := t.Config()
	if task.Vocab() != cfg.Vocab {
		return nil, fmt.Errorf("the task has %d tokens and the model %d", task.Vocab(), cfg.Vocab)
	}
	a := recallAsker{task: task, haystack: experiments.HaystackOf(name), tail: o.Tail}
	if a.tail == 0 {
		a.tail = t.QuestionTail(name)
	}
	if q, ok := task.(*needles.Questions); ok {
		a.haystack = "text"
		a.at = func(percent int) (data.Task, error) { return q.At(float64(percent) / 100) }
	}
	return a, nil
}
