package hsa

import (
	"math"
	"slices"
	"testing"
)

// halves are the texts of a batch one by one; a question of the first weighs twice as much, one of the second has no
// gold chunk, so that their shares differ.
func halves() (whole Batch, parts []Batch) {
	c := smallConfig()
	whole = labelled(c)
	whole.Weights[0], whole.Gold[whole.Q+1] = 2, -1
	for i := range whole.B {
		at := func(x []int32) []int32 { return x[i*whole.Q : (i+1)*whole.Q] }
		parts = append(parts, Batch{B: 1, L: whole.L, Q: whole.Q, Tail: whole.Tail,
			Tokens: whole.Tokens[i*whole.L : (i+1)*whole.L], Positions: at(whole.Positions), Answers: at(whole.Answers),
			Gold: at(whole.Gold), Weights: whole.Weights[i*whole.Q : (i+1)*whole.Q]})
	}
	return whole, parts
}

// TestMicroBatches: steps on micro-batches are steps on the whole batch, in values, moments and measures.
func TestMicroBatches(t *testing.T) {
	c := smallConfig()
	for _, label := range []Label{NoLabel, SequenceLabel} {
		o := TrainOptions{Label: label}
		whole, parts := halves()
		one, several := newTestTrainer(t, c, o, NewState(c, 1)), newTestTrainer(t, c, o, NewState(c, 1))
		doubled := newTestTrainer(t, c, o, NewState(c, 1)) // the negative control: other micro-batches
		for range 3 {
			want := steps(t, one, 1, same(whole), 0.5)[0]
			got, err := several.StepMicro(parts, 3e-3, 0.5)
			if err != nil {
				t.Fatal(err)
			}
			if d := measuresDiff(got, want); d > 1e-4 {
				t.Errorf("%s: measures %+v, of the whole batch %+v", label, got, want)
			}
			if _, err := doubled.StepMicro([]Batch{parts[0], parts[0]}, 3e-3, 0.5); err != nil {
				t.Fatal(err)
			}
		}
		want, got := stateOf(t, one), stateOf(t, several)
		if d := maxDiff(want.Mean, got.Mean); d > 1e-5 || got.Step != 3 {
			t.Errorf("%s: moments differ by %g after step %d", label, d, got.Step)
		}
		if d := maxDiff(want.Mean, stateOf(t, doubled).Mean); d < 1e-4 {
			t.Errorf("%s: other micro-batches are not told apart: %g", label, d)
		}
	}
}

func measuresDiff(a, b Measures) float64 {
	worst := 0.0
	for _, p := range [][2]float32{{a.Loss, b.Loss}, {a.AnswerLoss, b.AnswerLoss}, {a.LabelLoss, b.LabelLoss}, {a.Accuracy, b.Accuracy},
		{a.Recall, b.Recall}, {a.GoldWeight, b.GoldWeight}, {a.GradNorm, b.GradNorm}} {
		worst = max(worst, math.Abs(float64(p[0]-p[1])))
	}
	return worst
}

// TestOneMicroBatchIsAStep bit for bit, and a bad micro-batch is named.
func TestOneMicroBatchIsAStep(t *testing.T) {
	c := smallConfig()
	whole, parts := halves()
	a, b := newTestTrainer(t, c, TrainOptions{}, NewState(c, 1)), newTestTrainer(t, c, TrainOptions{}, NewState(c, 1))
	steps(t, a, 1, same(whole), 0)
	if _, err := b.StepMicro([]Batch{whole}, 3e-3, 0); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(stateOf(t, a).Values, stateOf(t, b).Values) {
		t.Error("one micro-batch is not a step")
	}
	parts[1].Tail = 0
	if _, err := b.StepMicro(parts, 3e-3, 0); err == nil || err.Error()[:13] != "micro-batch 1" {
		t.Errorf("error %v", err)
	}
}

// TestMicroBatchesWithNoise: a resume in between repeats the noise of each micro-batch.
func TestMicroBatchesWithNoise(t *testing.T) {
	c := smallConfig()
	c.GumbelNoise = true
	_, parts := halves()
	run := func(interrupted bool, seed uint64) *State {
		tr := newTestTrainer(t, c, TrainOptions{NoiseSeed: seed}, NewState(c, 1))
		for range 4 {
			if interrupted {
				tr = newTestTrainer(t, c, TrainOptions{NoiseSeed: seed}, stateOf(t, tr))
			}
			if _, err := tr.StepMicro(parts, 3e-3, 0); err != nil {
				t.Fatal(err)
			}
		}
		return stateOf(t, tr)
	}
	if !slices.Equal(run(false, 1).Values, run(true, 1).Values) {
		t.Error("an interrupted run differs")
	}
	if slices.Equal(run(false, 1).Values, run(false, 2).Values) {
		t.Error("another noise seed changes nothing")
	}
}
