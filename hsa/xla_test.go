//go:build xla

package hsa

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/gomlx/compute"
)

// openBoth opens the go backend and the PJRT plugin that HSALAB_XLA_PLUGIN names.
func openBoth(t *testing.T) map[string]compute.Backend {
	t.Helper()
	plugin := os.Getenv("HSALAB_XLA_PLUGIN")
	if plugin == "" {
		if os.Getenv("HSALAB_REQUIRE_XLA") == "1" {
			t.Fatal("HSALAB_REQUIRE_XLA is 1 and HSALAB_XLA_PLUGIN names no plugin")
		}
		t.Skip("no plugin: set HSALAB_XLA_PLUGIN to the path of a PJRT plugin to compare XLA with Go")
	}
	both := map[string]compute.Backend{}
	for name, spec := range map[string]string{"go": "go", "xla": "xla:" + plugin} {
		backend, err := OpenBackend(spec)
		if err != nil {
			t.Fatal(err)
		}
		both[name] = backend
	}
	return both
}

// TestXLAGivesTheSameLosses trains 50 steps from one state on the same batches, and reads one text, on both backends.
func TestXLAGivesTheSameLosses(t *testing.T) {
	both := openBoth(t)
	c := Nano(64)
	batches := make([]Batch, 50)
	rng := rand.New(rand.NewPCG(6, 6))
	for i := range batches {
		batches[i] = recallBatch(c, 4, 64)
		copy(batches[i].Tokens, randomTokens(rng, 16, len(batches[i].Tokens)))
	}
	for _, form := range []Form{Dense, Dispatch} {
		t.Run(string(form), func(t *testing.T) {
			losses := map[string][]float64{}
			for name, backend := range both {
				tr, err := NewTrainer(backend, c, TrainOptions{Optimizer: DefaultOptimizer(), Label: SequenceLabel, Form: form}, NewState(c, 1))
				if err != nil {
					t.Fatal(err)
				}
				for _, b := range batches {
					m, err := tr.Step(b, 1e-3, 0.3)
					if err != nil {
						t.Fatal(err)
					}
					losses[name] = append(losses[name], float64(m.Loss))
				}
			}
			want, got := losses["go"], losses["xla"]
			t.Logf("losses on Go %.4f → %.4f, on XLA %.4f → %.4f", want[0], want[49], got[0], got[49])
			for i := range want {
				if !(math.Abs(want[i]-got[i]) <= 1e-3*want[i]) {
					t.Fatalf("step %d: loss %v on Go, %v on XLA", i, want[i], got[i])
				}
			}
			if !(want[49] < want[0]) {
				t.Errorf("the loss went from %v to %v", want[0], want[49])
			}
		})
	}
}

// TestXLALearnsAlikeInBFloat16 trains 100 steps from one state on the same batches in both types: the losses go down together.
func TestXLALearnsAlikeInBFloat16(t *testing.T) {
	backend := openBoth(t)["xla"]
	c := Nano(64)
	rng := rand.New(rand.NewPCG(8, 8))
	batches := make([]Batch, 100)
	for i := range batches {
		batches[i] = recallBatch(c, 4, 64)
		copy(batches[i].Tokens, randomTokens(rng, 16, len(batches[i].Tokens)))
	}
	lossesIn := func(compute Compute) (first, last float64) {
		o := TrainOptions{Optimizer: DefaultOptimizer(), Label: SequenceLabel, Form: Dispatch, Compute: compute}
		tr, err := NewTrainer(backend, c, o, NewState(c, 1))
		if err != nil {
			t.Fatal(err)
		}
		all := steps(t, tr, len(batches), func(i int) Batch { return batches[i] }, 0.3)
		for i := range 10 {
			first += float64(all[i].Loss) / 10
			last += float64(all[len(all)-1-i].Loss) / 10
		}
		return first, last
	}
	first, want := lossesIn(Float32)
	_, got := lossesIn(BFloat16)
	t.Logf("losses of the first and last ten steps: %.4f → %.4f, in bfloat16 → %.4f", first, want, got)
	if want > 0.9*first || math.Abs(got-want) > 0.03*want || got == want {
		t.Errorf("the loss goes from %v to %v, in bfloat16 to %v: want 10 %% less at least, and within 3 %% of each other", first, want, got)
	}
}

// TestXLAGivesTheSameLogits reads texts one-shot and as a stream with the same weights on both backends.
func TestXLAGivesTheSameLogits(t *testing.T) {
	both := openBoth(t)
	for _, name := range []string{"stick", "norms"} {
		t.Run(name, func(t *testing.T) {
			c := smallConfig()
			variants[name](&c)
			w := &Weights{Config: c, Values: livelyValues(c, 11)}
			tokens := randomTokens(rand.New(rand.NewPCG(4, 4)), c.Vocab, 93)
			oneShot, stream := map[string][]float32{}, map[string][]float32{}
			for name, backend := range both {
				m, err := NewModel(backend, w)
				if err != nil {
					t.Fatal(err)
				}
				defer m.Close()
				if oneShot[name], err = m.Logits(tokens, 20, c.TopK, Dispatch); err != nil {
					t.Fatal(err)
				}
				stream[name] = streamed(t, m, tokens, []int{40}, 20, TailOptions{}).Logits
			}
			if d := maxDiff(oneShot["go"], oneShot["xla"]); d > 1e-4 {
				t.Errorf("one-shot logits differ by %g", d)
			}
			if d := maxDiff(stream["go"], stream["xla"]); d > 1e-4 {
				t.Errorf("streamed logits differ by %g", d)
			}
		})
	}
}
