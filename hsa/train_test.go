package hsa

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func newTestTrainer(t testing.TB, c Config, o TrainOptions, s *State) *Trainer {
	t.Helper()
	if o.Optimizer == (Optimizer{}) {
		o.Optimizer = DefaultOptimizer()
	}
	tr, err := NewTrainer(testBackend(t), c, o, s)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func steps(t testing.TB, tr *Trainer, n int, batch func(i int) Batch, labelWeight float64) []Measures {
	t.Helper()
	var all []Measures
	for i := range n {
		m, err := tr.Step(batch(i), 3e-3, labelWeight)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func same(b Batch) func(int) Batch { return func(int) Batch { return b } }

// labelled is a small batch with the marks of the batch-wide label: no other chunk holds the key.
func labelled(c Config) Batch {
	b := recallBatch(c, 2, 48)
	b.SameKey = make([]float32, b.B*b.Q*b.B*c.Chunks(b.L))
	return b
}

// TestTrainingLowersTheLoss repeats one batch, in every form and with every label.
func TestTrainingLowersTheLoss(t *testing.T) {
	for _, form := range forms {
		for _, label := range []Label{NoLabel, SequenceLabel, BatchLabel} {
			t.Run(fmt.Sprintf("%s/%s", form, label), func(t *testing.T) {
				c := smallConfig()
				tr := newTestTrainer(t, c, TrainOptions{Form: form, Label: label}, NewState(c, 1))
				m := steps(t, tr, 8, same(labelled(c)), 0.5)
				first, last := m[0], m[len(m)-1]
				if !(m[1].Loss < first.Loss) || !(last.Loss < first.Loss-0.1) {
					t.Errorf("losses %v, %v, … %v", first.Loss, m[1].Loss, last.Loss)
				}
				if !(first.GradNorm > 0) {
					t.Errorf("gradient norm %v", first.GradNorm)
				}
				want := float64(first.AnswerLoss) + 0.5*float64(first.LabelLoss)
				if math.Abs(float64(first.Loss)-want) > 1e-5 {
					t.Errorf("loss %v, want answer loss + 0.5 label loss = %v", first.Loss, want)
				}
				if label != NoLabel && (!(first.LabelLoss > 0) || !(last.LabelLoss < first.LabelLoss)) {
					t.Errorf("label loss %v → %v", first.LabelLoss, last.LabelLoss)
				}
				if label == NoLabel && first.LabelLoss != 0 {
					t.Errorf("label loss %v without a label", first.LabelLoss)
				}
			})
		}
	}
}

// TestFormsTrainAlike: the forms give the same measures step by step.
func TestFormsTrainAlike(t *testing.T) {
	c := smallConfig()
	run := func(form Form) []Measures {
		return steps(t, newTestTrainer(t, c, TrainOptions{Form: form, Label: SequenceLabel}, NewState(c, 1)), 4, same(labelled(c)), 1)
	}
	want := run(Dense)
	for _, form := range []Form{Dispatch, Gathered} {
		for i, m := range run(form) {
			if math.Abs(float64(m.Loss-want[i].Loss)) > 1e-4 || m.Recall != want[i].Recall || m.Accuracy != want[i].Accuracy {
				t.Errorf("step %d: %s measures %+v, dense %+v", i, form, m, want[i])
			}
		}
	}
}

// TestTrainerContinues: 3 steps, the state taken out and put in another trainer, and 3 more are bit for bit 6 steps.
func TestTrainerContinues(t *testing.T) {
	c := smallConfig()
	batch := func(i int) Batch {
		b := labelled(c)
		b.Tokens = append(b.Tokens[i:len(b.Tokens):len(b.Tokens)], b.Tokens[:i]...)
		return b
	}
	o := TrainOptions{Label: SequenceLabel}
	whole := newTestTrainer(t, c, o, NewState(c, 1))
	wantMeasures := steps(t, whole, 6, batch, 1)
	want := stateOf(t, whole)

	first := newTestTrainer(t, c, o, NewState(c, 1))
	steps(t, first, 3, batch, 1)
	middle := stateOf(t, first)
	if middle.Step != 3 {
		t.Errorf("after 3 steps the state says %d", middle.Step)
	}
	second := newTestTrainer(t, c, o, middle.Clone())
	gotMeasures := steps(t, second, 3, func(i int) Batch { return batch(i + 3) }, 1)
	got := stateOf(t, second)
	if !slices.Equal(want.Values, got.Values) || !slices.Equal(want.Mean, got.Mean) || !slices.Equal(want.Variance, got.Variance) || got.Step != 6 {
		t.Errorf("states differ: values by %g, mean by %g, variance by %g; step %d", maxDiff(want.Values, got.Values),
			maxDiff(want.Mean, got.Mean), maxDiff(want.Variance, got.Variance), got.Step)
	}
	if !slices.Equal(wantMeasures[3:], gotMeasures) {
		t.Errorf("measures %v, want %v", gotMeasures, wantMeasures[3:])
	}
	forgetful := middle.Clone()
	forgetful.Step = 0 // the negative control: the step counter is part of the state
	third := newTestTrainer(t, c, o, forgetful)
	steps(t, third, 3, func(i int) Batch { return batch(i + 3) }, 1)
	if slices.Equal(stateOf(t, third).Values, want.Values) {
		t.Error("a forgotten step counter changes nothing")
	}
}

func stateOf(t testing.TB, tr *Trainer) *State {
	t.Helper()
	s, err := tr.State()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTopKInTraining: K of the config is K in training.
func TestTopKInTraining(t *testing.T) {
	losses := map[float32]int{}
	for _, k := range []int{0, 1, 2} {
		c := smallConfig()
		c.TopK = k
		losses[steps(t, newTestTrainer(t, c, TrainOptions{}, NewState(c, 1)), 1, same(labelled(c)), 0)[0].Loss] = k
	}
	if len(losses) != 3 {
		t.Errorf("losses of K = 0, 1, 2: %v", losses)
	}
}

// TestAdamW compares one clipped step with the formulas in float64.
func TestAdamW(t *testing.T) {
	c := smallConfig()
	start := NewState(c, 1)
	for _, clip := range []float64{0, 1e-3} {
		o := Optimizer{Beta1: 0.9, Beta2: 0.95, Eps: 1e-6, WeightDecay: 0.1, Clip: clip}
		tr := newTestTrainer(t, c, TrainOptions{Optimizer: o}, start.Clone())
		m, err := tr.Step(labelled(c), 1e-2, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := stateOf(t, tr)
		norm, worst := 0.0, 0.0
		for i := range got.Values {
			g := float64(got.Mean[i]) / 0.1
			norm += g * g
			update := g/(math.Abs(g)+1e-6) + 0.1*float64(start.Values[i])
			worst = max(worst, math.Abs(float64(start.Values[i])-1e-2*update-float64(got.Values[i])))
			if v := 0.05 * g * g; math.Abs(v-float64(got.Variance[i])) > 1e-5*v+1e-12 {
				t.Fatalf("variance %g of gradient %g, want %g", got.Variance[i], g, v)
			}
		}
		if worst > 1e-5 {
			t.Errorf("clip %g: values differ by %g", clip, worst)
		}
		want := float64(m.GradNorm)
		if clip > 0 {
			want = min(want, clip)
		}
		if math.Abs(math.Sqrt(norm)-want) > 1e-4*want {
			t.Errorf("clip %g: the gradient used has norm %g, want %g", clip, math.Sqrt(norm), want)
		}
	}
}

// TestBadBatches: each is refused with a sentence that says what is wrong, and the trainer goes on.
func TestBadBatches(t *testing.T) {
	c := smallConfig()
	tr := newTestTrainer(t, c, TrainOptions{}, NewState(c, 1))
	for says, spoil := range map[string]func(b *Batch){
		"must be positive":             func(b *Batch) { b.Q = 0 },
		"tokens for B 2":               func(b *Batch) { b.Tokens = b.Tokens[1:] },
		"must each hold B·Q = 18":      func(b *Batch) { b.Gold = nil },
		"a tail of 49":                 func(b *Batch) { b.Tail = 49 },
		"a tail of 0":                  func(b *Batch) { b.Tail = 0 },
		"outside the vocabulary of 23": func(b *Batch) { b.Tokens[5] = 23 },
		"token 5 is -1":                func(b *Batch) { b.Tokens[5] = -1 },
		"outside the tail 30..47":      func(b *Batch) { b.Positions[0] = 29 },
		"position 48":                  func(b *Batch) { b.Positions[0] = 48 },
		"answer 0 is 23":               func(b *Batch) { b.Answers[0] = 23 },
		"gold chunk 12":                func(b *Batch) { b.Gold[0] = 12 },
		"same-key marks":               func(b *Batch) { b.SameKey = make([]float32, 7) },
	} {
		b := labelled(c)
		spoil(&b)
		if _, err := tr.Step(b, 1e-3, 0); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
	wide := newTestTrainer(t, c, TrainOptions{Label: BatchLabel}, NewState(c, 1))
	b := labelled(c)
	b.SameKey = nil
	if _, err := wide.Step(b, 1e-3, 1); err == nil || !strings.Contains(err.Error(), "same-key marks") {
		t.Errorf("no marks with the batch-wide label: error %v", err)
	}
	if m, err := tr.Step(labelled(c), 1e-3, 0); err != nil || !(m.Loss > 0) || tr.step != 1 {
		t.Errorf("after refused batches: %+v, %v, step %d", m, err, tr.step)
	}
}

func TestNewTrainerRefuses(t *testing.T) {
	c := smallConfig()
	short := NewState(c, 1)
	short.Mean = short.Mean[1:]
	bad := c
	bad.Heads = 0
	for says, make := range map[string]func() (*Trainer, error){
		"unknown form": func() (*Trainer, error) {
			return NewTrainer(testBackend(t), c, TrainOptions{Form: "sparse"}, NewState(c, 1))
		},
		"unknown label": func() (*Trainer, error) {
			return NewTrainer(testBackend(t), c, TrainOptions{Label: "gold"}, NewState(c, 1))
		},
		"unknown compute": func() (*Trainer, error) {
			return NewTrainer(testBackend(t), c, TrainOptions{Compute: "float16"}, NewState(c, 1))
		},
		"the config wants": func() (*Trainer, error) { return NewTrainer(testBackend(t), c, TrainOptions{}, short) },
		"heads 0":          func() (*Trainer, error) { return NewTrainer(testBackend(t), bad, TrainOptions{}, NewState(c, 1)) },
	} {
		if _, err := make(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
}

// TestPaddingWeighsNothing: questions of weight 0 change neither loss nor measures.
func TestPaddingWeighsNothing(t *testing.T) {
	c := smallConfig()
	first := func(b Batch) Measures {
		return steps(t, newTestTrainer(t, c, TrainOptions{Label: SequenceLabel}, NewState(c, 1)), 1, same(b), 1)[0]
	}
	b := labelled(c)
	b.Weights[3], b.Weights[10] = 0, 0
	want := first(b)
	b.Answers[3], b.Gold[3], b.Gold[10], b.Positions[10] = 1, -1, 0, 47
	if got := first(b); got != want {
		t.Errorf("padding changed %+v to %+v", want, got)
	}
	b.Answers[4] = 1 // the negative control: a question that counts
	if got := first(b); got == want {
		t.Error("another answer changes nothing")
	}
}

// TestTextShorterThanAChunk trains where no chunk exists.
func TestTextShorterThanAChunk(t *testing.T) {
	c := smallConfig()
	b := Batch{B: 1, L: 3, Q: 1, Tail: 3, Tokens: []int32{1, 2, 3}, Positions: []int32{2}, Answers: []int32{4},
		Weights: []float32{1}, Gold: []int32{-1}, SameKey: []float32{}}
	for _, label := range []Label{NoLabel, SequenceLabel, BatchLabel} {
		m := steps(t, newTestTrainer(t, c, TrainOptions{Label: label}, NewState(c, 1)), 3, same(b), 1)
		if !(m[2].Loss < m[0].Loss) || m[0].Recall != 0 || m[0].LabelLoss != 0 {
			t.Errorf("%s: %+v … %+v", label, m[0], m[2])
		}
	}
}
