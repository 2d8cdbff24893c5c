package baseline_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// recall is a batch of in-context recall with nano's tokens: 12 needles, each one of 32 keys with one of 16 values, then 4 of
// the keys again, the value to follow.
func recall(rng *rand.Rand, batch int) hsa.Batch {
	const needles, questions = 12, 4
	b := hsa.Batch{B: batch, L: 2 * (needles + questions), Q: questions, Tail: 2 * questions}
	for range batch {
		keys, values := rng.Perm(32)[:needles], make([]int32, needles)
		for i, key := range keys {
			values[i] = int32(32 + rng.IntN(16))
			b.Tokens = append(b.Tokens, int32(key), values[i])
		}
		for q, i := range rng.Perm(needles)[:questions] {
			b.Tokens = append(b.Tokens, int32(keys[i]), values[i])
			b.Positions = append(b.Positions, int32(2*(needles+q)))
			b.Answers = append(b.Answers, values[i])
			b.Weights = append(b.Weights, 1)
			b.Gold = append(b.Gold, int32(2*i/8))
		}
	}
	return b
}

func trainer(t testing.TB, c baseline.Config, s *hsa.State) *hsa.Trainer {
	t.Helper()
	tr, err := hsa.NewTrainer(backend(t), c.Network(), hsa.TrainOptions{Optimizer: hsa.DefaultOptimizer()}, s)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// train takes steps on fresh texts and returns what was measured.
func train(t testing.TB, tr *hsa.Trainer, steps int) (all []hsa.Measures) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 1))
	for range steps {
		m, err := tr.Step(recall(rng, 16), 3e-3, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// TestTrainingLowersTheLoss: on fresh texts, from that of 64 tokens to near that of 16 values; nothing is said of retrieval.
func TestTrainingLowersTheLoss(t *testing.T) {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		t.Run(string(kind), func(t *testing.T) {
			c := nanoRival(kind)
			all := train(t, trainer(t, c, hsa.NewState(c.Network(), 1)), 40)
			first, last := all[0], float32(0)
			for _, m := range all[35:] {
				last += m.Loss / 5
			}
			if !(first.Loss > 4) || !(last < 3.2) {
				t.Errorf("the loss goes from %v to %v", first.Loss, last)
			}
			if first.Recall != 0 || first.GoldWeight != 0 || first.LabelLoss != 0 || first.Loss != first.AnswerLoss || !(first.GradNorm > 0) {
				t.Errorf("measures %+v", first)
			}
		})
	}
}

// TestTrainingStepIsAGradientStep: the loss is that of the logits, and a small step lowers it by what the gradient promises.
func TestTrainingStepIsAGradientStep(t *testing.T) {
	eachRival(t, func(t *testing.T, c baseline.Config) {
		c.Of.Vocab = 64
		batch := recall(rand.New(rand.NewPCG(2, 2)), 2)
		loss := func(values []float32) float64 {
			return answerLoss(t, &baseline.Weights{Config: c, Values: values}, batch)
		}
		s := hsa.NewState(c.Network(), 1)
		s.Values = lively(c, 1).Values
		before := append([]float32(nil), s.Values...)
		o := hsa.TrainOptions{Optimizer: hsa.Optimizer{Eps: 1e4}} // beside so large an eps a step is rate·gradient/1e4
		tr, err := hsa.NewTrainer(backend(t), c.Network(), o, s)
		if err != nil {
			t.Fatal(err)
		}
		m, err := tr.Step(batch, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		const promised = 0.02
		if _, err := tr.Step(batch, 1e4*promised/float64(m.GradNorm*m.GradNorm), 0); err != nil {
			t.Fatal(err)
		}
		if d := math.Abs(float64(m.Loss) - loss(before)); d > 1e-4 {
			t.Errorf("the trainer's loss is %v, that of the logits %v", m.Loss, loss(before))
		}
		after, err := tr.State()
		if err != nil {
			t.Fatal(err)
		}
		if fell := loss(before) - loss(after.Values); math.Abs(fell/promised-1) > 0.1 {
			t.Errorf("the loss fell by %g, and the gradient promises %g", fell, promised)
		}
	})
}

// answerLoss is the mean cross-entropy of the answers of a batch, from the logits of a model.
func answerLoss(t *testing.T, w *baseline.Weights, b hsa.Batch) float64 {
	t.Helper()
	m, sum, vocab := open(t, w), 0.0, w.Config.Of.Vocab
	for i := range b.B {
		out := logits(t, m, b.Tokens[i*b.L:(i+1)*b.L])
		for q := i * b.Q; q < (i+1)*b.Q; q++ {
			row, total := out[int(b.Positions[q])*vocab:][:vocab], 0.0
			for _, v := range row {
				total += math.Exp(float64(v))
			}
			sum += math.Log(total) - float64(row[b.Answers[q]])
		}
	}
	return sum / float64(b.B*b.Q)
}

// TestMicroBatches: a step on two micro-batches is that on both as one.
func TestMicroBatches(t *testing.T) {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		c, rng := nanoRival(kind), rand.New(rand.NewPCG(3, 3))
		whole, half := trainer(t, c, hsa.NewState(c.Network(), 1)), trainer(t, c, hsa.NewState(c.Network(), 1))
		one, two := recall(rng, 2), recall(rng, 2)
		both := one
		both.B = 4
		both.Tokens, both.Positions = slices.Concat(one.Tokens, two.Tokens), slices.Concat(one.Positions, two.Positions)
		both.Answers, both.Weights = slices.Concat(one.Answers, two.Answers), slices.Concat(one.Weights, two.Weights)
		both.Gold = slices.Concat(one.Gold, two.Gold)
		want, err := whole.Step(both, 1e-3, 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := half.StepMicro([]hsa.Batch{one, two}, 1e-3, 0)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(float64(want.Loss-got.Loss)) > 1e-5 || math.Abs(float64(want.GradNorm-got.GradNorm)) > 1e-4 {
			t.Errorf("%s: %+v, in micro-batches %+v", kind, want, got)
		}
	}
}

// TestResume: a state that is taken and given to another trainer goes on bit for bit.
func TestResume(t *testing.T) {
	c := nanoRival(baseline.FullAttention)
	whole := trainer(t, c, hsa.NewState(c.Network(), 1))
	train(t, whole, 2)
	state, err := whole.State()
	if err != nil {
		t.Fatal(err)
	}
	want, got := train(t, whole, 2), train(t, trainer(t, c, state), 2)
	for i := range want {
		if want[i] != got[i] {
			t.Errorf("step %d: %+v, resumed %+v", i, want[i], got[i])
		}
	}
}

func TestTrainerRefusals(t *testing.T) {
	c := nanoRival(baseline.NoMemory)
	for says, try := range map[string]func() error{
		"has no chunks": func() error {
			_, err := hsa.NewTrainer(backend(t), c.Network(), hsa.TrainOptions{Label: hsa.SequenceLabel}, hsa.NewState(c.Network(), 1))
			return err
		},
		"the config wants": func() error {
			_, err := hsa.NewTrainer(backend(t), c.Network(), hsa.TrainOptions{}, hsa.NewState(c.Of, 1))
			return err
		},
		"rotary frequencies": func() error {
			network := c.Network()
			network.Rotary = hsa.NewRotary(10000, 6)
			_, err := hsa.NewTrainer(backend(t), network, hsa.TrainOptions{}, hsa.NewState(network, 1))
			return err
		},
	} {
		if err := try(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error with %q, got %v", says, err)
		}
	}
}
