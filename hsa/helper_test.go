package hsa

import (
	"math"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/gomlx/compute"
)

// openTestBackend opens one backend for all tests: the go backend, or what HSALAB_TEST_BACKEND names.
var openTestBackend = sync.OnceValues(func() (compute.Backend, error) {
	return OpenBackend(os.Getenv("HSALAB_TEST_BACKEND"))
})

func testBackend(t testing.TB) compute.Backend {
	t.Helper()
	backend, err := openTestBackend()
	if err != nil {
		t.Fatal(err)
	}
	return backend
}

func testModel(t testing.TB, c Config) *Model {
	t.Helper()
	m, err := NewModel(testBackend(t), &Weights{Config: c, Values: livelyValues(c, 11)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

func randomTokens(rng *rand.Rand, vocab, n int) []int32 {
	ids := make([]int32, n)
	for i := range ids {
		ids[i] = int32(rng.IntN(vocab))
	}
	return ids
}

// maxDiff is the largest difference of two slices: infinite where they are not comparable.
func maxDiff(a, b []float32) float64 {
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

func largest(x []float32) float64 { return maxDiff(x, make([]float32, len(x))) }

// eachVariant runs f for every variant, but off the go backend, where each graph compiles for a second or more, for two
// that have most switches between them.
func eachVariant(t *testing.T, f func(t *testing.T, c Config)) {
	t.Helper()
	for name, change := range variants {
		if !isGoBackend(testBackend(t)) && name != "groups" && name != "norms" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			c := smallConfig()
			change(&c)
			f(t, c)
		})
	}
}
