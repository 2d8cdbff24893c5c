package eval

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/hsalab/hsalab/experiments/results"
)

// Variants of the rows that answer without a model: what is to be had without retrieval.
const (
	LabelPrior = "label-prior" // always the most frequent answer of the training distribution
	Recency    = "recency"     // what was last seen before the question that could be an answer
)

// priorSeed seeds the samples that stand for the training distribution; those of an evaluation are never among them.
const priorSeed = 1

// priorSamples is how many there are.
const priorSamples = 64

// prior is what is known of the answers of a task from its training distribution: samples of the training length, or the
// shortest that the task can make.
type prior struct {
	once    sync.Once
	answers map[string]int // how often each was right, by its tokens
	known   [][]int32      // each of them
	best    []int32        // the most frequent, of several the first by its tokens
	kind    map[int32]bool // tokens that occur in answers
	err     error
}

// learn takes the answers of samples of the first of the lengths that the task can make.
func (p *prior) learn(ctx context.Context, a asker, lengths []int) error {
	p.once.Do(func() {
		for _, length := range lengths {
			if p.err = p.learnAt(ctx, a, length); p.err == nil {
				return
			}
		}
	})
	return p.err
}

func (p *prior) learnAt(ctx context.Context, a asker, length int) error {
	p.answers, p.known, p.kind, p.best = map[string]int{}, nil, map[int32]bool{}, nil
	for i := range priorSamples {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		made, err := a.sample(ctx, spot{seed: priorSeed, index: i, length: length, depth: anywhere})
		if err != nil {
			return err
		}
		for _, q := range made.asked {
			p.count(rightTokens(q.tokens))
		}
	}
	return nil
}

// count takes one right answer.
func (p *prior) count(answer []int32) {
	for _, token := range answer {
		p.kind[token] = true
	}
	key := fmt.Sprint(answer)
	if p.answers[key]++; p.answers[key] == 1 {
		p.known = append(p.known, answer)
	}
	most := p.answers[fmt.Sprint(p.best)]
	if n := p.answers[key]; n > most || n == most && slices.Compare(answer, p.best) < 0 {
		p.best = answer
	}
}

// recent is the last run of as many tokens as the answer has, before a position and with it, all of which occur in
// answers; nil if there is none.
func (p *prior) recent(tokens []int32, position, n int) []int32 {
	run := 0
	for i := position; i >= 0; i-- {
		if !p.kind[tokens[i]] {
			run = 0
			continue
		}
		if run++; run == n {
			return tokens[i : i+n]
		}
	}
	return nil
}

// last is the known answer that ends last in tokens; nil if none stands there.
func (p *prior) last(tokens []int32) []int32 {
	for end := len(tokens); end > 0; end-- {
		for _, answer := range p.known {
			if n := len(answer); n <= end && slices.Equal(tokens[end-n:end], answer) {
				return answer
			}
		}
	}
	return nil
}

// recency is what was last seen before the question that could be an answer.
func (p *prior) recency(tokens []int32, q question) []int32 {
	if q.context > 0 {
		return p.last(tokens[:q.context])
	}
	return p.recent(tokens, q.tokens[0].Position, len(q.tokens))
}

// controlRows answers the questions of a text without a model.
func (e *evaluation) controlRows(ctx context.Context, j job, p probed, variant string) ([]results.Row, error) {
	lengths := append([]int{e.trained.Config().TrainingLength}, e.opt.Lengths...)
	if err := j.task.prior.learn(ctx, j.task.asker, lengths); err != nil {
		return nil, fmt.Errorf("eval: controls of %s: %w", j.task.name, err)
	}
	var rows []results.Row
	for i, q := range p.asked {
		answer := j.task.prior.best
		if variant == Recency {
			answer = j.task.prior.recency(p.Tokens, q)
		}
		row := e.blank(j, variant, i)
		row.Answer = shown(q.right)
		for _, token := range q.tokens {
			if steps := goldSteps(token, e.trained.Config().Chunk); len(steps) > 0 && row.GoldChunk < 0 {
				row.GoldChunk, row.Depth = steps[len(steps)-1], rounded(max(0, p.Depth(token)))
			}
		}
		if err := score(&row, j.task, q, answer, answer); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
