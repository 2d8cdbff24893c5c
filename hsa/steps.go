package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
)

// Steps teaches a model of several groups what each of them is to find where an answer takes several hops: group 1 the first
// step, and so on; the last group is to give the answer. It is not in the paper.
type Steps struct {
	// Label has the gold-chunk label, which otherwise teaches the last group alone, teach every group the chunk of its own
	// step. It needs SequenceLabel.
	Label bool
	// Weight multiplies the intermediate answer loss: the cross-entropy of the token that a group is to find, read off the
	// stream behind the group by the model's own head; the mean over the groups before the last.
	Weight float64
}

// taught reports whether batches say what the steps are.
func (s Steps) taught() bool { return s.Label || s.Weight > 0 }

// validate reports what an architecture and a label do not allow.
func (s Steps) validate(a Architecture, label Label) error {
	c, ok := a.(Config)
	switch {
	case !finiteAndNotNegative(s.Weight):
		return fmt.Errorf("train: step weight %v: want a finite number, not negative", s.Weight)
	case !s.taught():
		return nil
	case !ok:
		return fmt.Errorf("train: steps of a model without memory: it has no groups to teach; leave them out")
	case c.Groups < 2:
		return fmt.Errorf("train: steps with groups %d: there is no group before the last to teach; want groups 2 or more", c.Groups)
	case s.Label && label != SequenceLabel:
		return fmt.Errorf("train: step labels with label %q: want %q", label, SequenceLabel)
	}
	return nil
}

// check reports what a batch lacks.
func (s Steps) check(b Batch, c Config) error {
	if !s.taught() {
		return nil
	}
	if n := (c.Groups - 1) * b.B * b.Q; len(b.StepAnswers) != n || len(b.StepGold) != n {
		return fmt.Errorf("batch: step answers and step gold must each hold (groups-1)·B·Q = %d values", n)
	}
	for i, id := range b.StepAnswers {
		if id < 0 || int(id) >= c.Vocab {
			return fmt.Errorf("batch: step answer %d is %d, outside the vocabulary of %d", i, id, c.Vocab)
		}
		if int(b.StepGold[i]) >= c.Chunks(b.L) {
			return fmt.Errorf("batch: step chunk %d of %d; there are %d chunks", i, b.StepGold[i], c.Chunks(b.L))
		}
	}
	return nil
}

// teachSteps adds the losses of the steps: to labelLoss those of the labels, and to loss the intermediate answers.
func (b *builder) teachSteps(m *measures, q questions, a activations, rows func(*Node) *Node) {
	if !q.steps.taught() {
		return
	}
	before := a.groups[:len(a.groups)-1]
	for g, acts := range before {
		step := func(x *Node) *Node { return Squeeze(Slice(x, AxisElem(g)), 0) }
		if q.steps.Label {
			gold := step(q.stepGold)
			loss := q.meanOfVisible(acts.retrieval, rows, gold)(q.sequenceLabel(acts.retrieval, rows, Max(gold, ZerosLike(gold))))
			m.labelLoss = Add(m.labelLoss, loss)
		}
		logits := b.logits(rows(b.rmsNorm(acts.end, "final_norm", b.cfg.EpsFinal)))
		loss := meanOver(crossEntropy(logits, step(q.stepAnswers), nil), q.weights)
		m.stepLoss = Add(m.stepLoss, DivScalar(loss, float64(len(before))))
	}
	m.loss = Add(m.loss, MulScalar(m.stepLoss, q.steps.Weight))
}
