package hsa

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// tensors are the graph inputs of a batch. The tail's length travels as the shape of the seventh, behind which are those of
// the steps, where they are taught.
func (b Batch) tensors(steps Steps) []any {
	n := b.B * b.Q
	same := b.SameKey
	cols := len(same) / max(n, 1)
	if len(same) == 0 {
		same, cols = make([]float32, n), 1
	}
	list := []any{
		tensors.FromFlatDataAndDimensions(b.Tokens, b.B, b.L),
		tensors.FromFlatDataAndDimensions(b.Positions, b.B, b.Q),
		tensors.FromFlatDataAndDimensions(b.Answers, n),
		tensors.FromFlatDataAndDimensions(b.Weights, n),
		tensors.FromFlatDataAndDimensions(b.Gold, n),
		tensors.FromFlatDataAndDimensions(same, n, cols),
		tensors.FromFlatDataAndDimensions(make([]int8, b.Tail), b.Tail),
	}
	if steps.taught() {
		groups := len(b.StepAnswers) / n
		list = append(list, tensors.FromFlatDataAndDimensions(b.StepAnswers, groups, n), tensors.FromFlatDataAndDimensions(b.StepGold, groups, n))
	}
	return list
}

func questionsOf(in []*Node, steps Steps) questions {
	dims := in[1].Shape().Dimensions
	q := questions{
		ids: in[0], positions: in[1], answers: in[2], weights: in[3], gold: in[4], sameKey: in[5],
		batch: dims[0], perText: dims[1], tail: in[6].Shape().Dimensions[0],
	}
	in = in[7:]
	if steps.taught() {
		q.steps, q.stepAnswers, q.stepGold = steps, in[0], in[1]
		in = in[2:]
	}
	if len(in) > 0 {
		q.noise = in[0]
	}
	return q
}

func (b Batch) validate(c Config, label Label) error {
	n := b.B * b.Q
	switch {
	case b.B <= 0 || b.L <= 0 || b.Q <= 0:
		return fmt.Errorf("batch: B %d, L %d and Q %d must be positive", b.B, b.L, b.Q)
	case len(b.Tokens) != b.B*b.L:
		return fmt.Errorf("batch: %d tokens for B %d × L %d", len(b.Tokens), b.B, b.L)
	case len(b.Positions) != n || len(b.Answers) != n || len(b.Weights) != n || len(b.Gold) != n:
		return fmt.Errorf("batch: positions, answers, weights and gold must each hold B·Q = %d values", n)
	case b.Tail <= 0 || b.Tail > b.L:
		return fmt.Errorf("batch: a tail of %d tokens in texts of %d", b.Tail, b.L)
	case (label == BatchLabel || b.SameKey != nil) && len(b.SameKey) != n*b.B*c.Chunks(b.L):
		return fmt.Errorf("batch: the batch-wide label wants %d same-key marks, got %d", n*b.B*c.Chunks(b.L), len(b.SameKey))
	}
	return b.validateValues(c)
}

func (b Batch) validateValues(c Config) error {
	for i, id := range b.Tokens {
		if id < 0 || int(id) >= c.Vocab {
			return fmt.Errorf("batch: token %d is %d, outside the vocabulary of %d", i, id, c.Vocab)
		}
	}
	for i, p := range b.Positions {
		if int(p) < b.L-b.Tail || int(p) >= b.L {
			return fmt.Errorf("batch: question %d is at position %d, outside the tail %d..%d", i, p, b.L-b.Tail, b.L-1)
		}
		if a := b.Answers[i]; a < 0 || int(a) >= c.Vocab {
			return fmt.Errorf("batch: answer %d is %d, outside the vocabulary of %d", i, a, c.Vocab)
		}
		if w := b.Weights[i]; !finiteAndNotNegative(float64(w)) {
			return fmt.Errorf("batch: weight %d is %v; want a finite number, not negative", i, w)
		}
		if int(b.Gold[i]) >= c.Chunks(b.L) {
			return fmt.Errorf("batch: gold chunk %d of question %d; there are %d chunks", b.Gold[i], i, c.Chunks(b.L))
		}
	}
	return nil
}

func finiteAndNotNegative(x float64) bool { return x >= 0 && !math.IsInf(x, 1) }
