package baseline_test

import (
	"math"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// openBackend opens one backend for all tests: the go backend, or what HSALAB_TEST_BACKEND names.
var openBackend = sync.OnceValues(func() (compute.Backend, error) {
	return hsa.OpenBackend(os.Getenv("HSALAB_TEST_BACKEND"))
})

func backend(t testing.TB) compute.Backend {
	t.Helper()
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// onGo says whether tests run on the go backend; others compile each shape for a second and more.
func onGo() bool {
	spec := os.Getenv("HSALAB_TEST_BACKEND")
	return spec == "" || spec == "go"
}

// eachRival runs f for the rivals of models that differ in the switches that a rival has: of the named variants, or of all
// of those.
func eachRival(t *testing.T, f func(t *testing.T, c baseline.Config), names ...string) {
	t.Helper()
	variants := hsa.Variants()
	if len(names) == 0 {
		names = []string{"base", "groups", "norms", "shift", "inner", "narrow", "no-mlp", "no-uppers", "none", "mamba2", "mamba2-2g"}
	}
	if !onGo() {
		names = []string{"groups", "norms"}
	}
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		for _, name := range names {
			c := baseline.Config{Kind: kind, Of: variants[name]}
			c.Of.TrainingLength = 16
			c.Of.TiedHead = name == "norms"
			if kind == baseline.FullAttention && c.Of.Backbone != hsa.BackboneWindow {
				continue
			}
			t.Run(string(kind)+"/"+name, func(t *testing.T) { f(t, c) })
		}
	}
}

// lively are weights in which every parameter matters.
func lively(c baseline.Config, seed uint64) *baseline.Weights { return baseline.LivelyWeights(c, seed) }

func open(t testing.TB, w *baseline.Weights) *baseline.Model {
	t.Helper()
	m, err := baseline.NewModel(backend(t), w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

func withYaRN(t testing.TB, m *baseline.Model, scale float64) *baseline.Model {
	t.Helper()
	stretched, err := m.WithYaRN(scale)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stretched.Close)
	return stretched
}

func logits(t testing.TB, m *baseline.Model, tokens []int32) []float32 {
	t.Helper()
	out, err := m.Logits(tokens, len(tokens))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func randomTokens(seed uint64, vocab, n int) []int32 {
	rng, ids := rand.New(rand.NewPCG(seed, 1)), make([]int32, n)
	for i := range ids {
		ids[i] = int32(rng.IntN(vocab))
	}
	return ids
}

// maxDiff is the largest difference of two slices: infinite where they are not comparable.
func maxDiff[A, B float32 | float64](a []A, b []B) float64 {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	worst := 0.0
	for i := range a {
		d := math.Abs(float64(a[i]) - float64(b[i]))
		if math.IsNaN(d) {
			return math.Inf(1)
		}
		worst = max(worst, d)
	}
	return worst
}
