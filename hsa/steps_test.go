package hsa

import (
	"math"
	"strings"
	"testing"
)

// stepsBatch is texts of four chunks with a question each, whose way to the answer leads through another chunk.
func stepsBatch(c Config) Batch {
	b := Batch{B: 2, L: 4 * c.Chunk, Q: 1, Tail: c.Chunk}
	for i := range b.B * b.L {
		b.Tokens = append(b.Tokens, int32(i*7%c.Vocab))
	}
	last := int32(b.L - 1)
	b.Positions, b.Answers, b.Weights, b.Gold = []int32{last, last}, []int32{1, 2}, []float32{1, 1}, []int32{0, 1}
	b.StepAnswers, b.StepGold = []int32{3, 4}, []int32{1, 2}
	return b
}

func stepsTrainer(t *testing.T, c Config, s Steps) *Trainer {
	t.Helper()
	trainer, err := NewTrainer(testBackend(t), c, TrainOptions{Optimizer: DefaultOptimizer(), Label: SequenceLabel, Steps: s}, NewState(c, 1))
	if err != nil {
		t.Fatal(err)
	}
	return trainer
}

// TestSteps: with the intermediate answer loss the first group learns its token and its chunk, which it does not without;
// the loss that is minimised is the sum of its parts, in one batch and in micro-batches.
func TestSteps(t *testing.T) {
	c := Variants()["groups"]
	b := stepsBatch(c)
	taught := stepsTrainer(t, c, Steps{Label: true, Weight: 0.5})
	only := stepsTrainer(t, c, Steps{Weight: 1e-9}) // the loss is measured, and teaches nothing
	var first, last, untaught Measures
	for step := range 30 {
		m, err := taught.Step(b, 3e-3, 0.3)
		if err != nil {
			t.Fatal(err)
		}
		if step == 0 {
			first = m
		}
		last = m
		if untaught, err = only.Step(b, 3e-3, 0.3); err != nil {
			t.Fatal(err)
		}
	}
	if want := first.AnswerLoss + 0.3*first.LabelLoss + 0.5*first.StepLoss; math.Abs(float64(first.Loss-want)) > 1e-4 {
		t.Errorf("loss %g, its parts make %g", first.Loss, want)
	}
	if last.StepLoss > 0.5*first.StepLoss || last.StepLoss > 0.5*untaught.StepLoss {
		t.Errorf("step loss %g at first, %g at last, %g where it is not taught", first.StepLoss, last.StepLoss, untaught.StepLoss)
	}
	micro := stepsTrainer(t, c, Steps{Label: true, Weight: 0.5})
	m, err := micro.StepMicro([]Batch{b, b}, 3e-3, 0.3)
	if err != nil || math.Abs(float64(m.Loss-first.Loss)) > 1e-4 || math.Abs(float64(m.StepLoss-first.StepLoss)) > 1e-4 {
		t.Errorf("in micro-batches %+v, whole %+v, %v", m, first, err)
	}
}

// TestStepsRefused: what cannot be taught is said.
func TestStepsRefused(t *testing.T) {
	base, groups := Variants()["base"], Variants()["groups"]
	for want, try := range map[string]struct {
		arch  Architecture
		steps Steps
		label Label
	}{
		"want groups 2 or more": {base, Steps{Weight: 1}, NoLabel},
		"it has no groups":      {Memoryless{Config: groups}, Steps{Weight: 1}, NoLabel},
		`want "sequence"`:       {groups, Steps{Label: true}, BatchLabel},
		"step weight -1":        {groups, Steps{Weight: -1}, NoLabel},
	} {
		o := TrainOptions{Optimizer: DefaultOptimizer(), Label: try.label, Steps: try.steps}
		if _, err := NewTrainer(testBackend(t), try.arch, o, NewState(try.arch, 1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	trainer := stepsTrainer(t, groups, Steps{Weight: 1})
	b := stepsBatch(groups)
	b.StepAnswers = nil
	if _, err := trainer.Step(b, 1e-3, 0); err == nil || !strings.Contains(err.Error(), "step answers") {
		t.Errorf("error %v", err)
	}
}
