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

// livelyValues are the initial values, but with what starts at 0 or 1 (scales, biases, rank decay) moved, so that
// every parameter matters.
func livelyValues(c Config, seed uint64) []float32 {
	values := c.InitialValues(seed)
	for _, p := range c.Params() {
		if p.Init != 0 {
			continue
		}
		rng := rand.New(rand.NewPCG(seed, nameHash(p.Name)))
		for i := range p.Size() {
			values[p.start+i] += 0.3 * float32(rng.NormFloat64())
		}
	}
	return values
}

// smallConfig exercises grouped heads and both kinds of retrieval heads at little cost.
func smallConfig() Config {
	c := Nano(23)
	c.Dim, c.Heads, c.MLPWidth, c.EncoderMLPWidth, c.RetrievalDim = 24, 4, 20, 20, 8
	c.WindowKVHeads, c.MemoryKVHeads = 2, 2
	c.Chunk, c.Window, c.TopK = 4, 8, 2
	return c
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

// variants are the switches alone, from smallConfig.
var variants = map[string]func(*Config){
	"base":      func(*Config) {},
	"stick":     func(c *Config) { c.Weighting = WeightStickBreaking },
	"groups":    func(c *Config) { c.Groups, c.UpperLayers, c.LowerLayers = 2, 4, 2 },
	"norms":     func(c *Config) { c.LandmarkNorm, c.HSAQKNorm, c.WindowQKNorm, c.NormScale = true, true, true, true },
	"single":    func(c *Config) { c.SingleHeadRetrieval = true },
	"decay":     func(c *Config) { c.RankDecay = true },
	"hide":      func(c *Config) { c.HideWindowChunks = true },
	"inner":     func(c *Config) { c.HSAWindow = 6 },
	"shift":     func(c *Config) { c.TokenShift = 2 },
	"mean":      func(c *Config) { c.Encoder, c.CLSTokens = EncoderMean, 0 },
	"none":      func(c *Config) { c.Encoder, c.EncoderLayers, c.CLSTokens = EncoderNone, 0, 0 },
	"standard":  func(c *Config) { c.Residual = Standard },
	"gated":     func(c *Config) { c.Residual = Gated },
	"no-mlp":    func(c *Config) { c.Residual, c.HSAMLP = Standard, false },
	"two-cls":   func(c *Config) { c.CLSTokens = 2 },
	"three-cls": func(c *Config) { c.CLSTokens, c.LandmarkNorm, c.NormScale = 3, true, true },
	"blocks":    func(c *Config) { c.TokensPerRetrieval = 3 },
	"blocks-2g": func(c *Config) { c.TokensPerRetrieval, c.Groups, c.UpperLayers, c.HSAWindow = 5, 2, 2, 3 },
	"entropy":   func(c *Config) { c.EntropyBias, c.RetrievalDim = true, 12 },
	"far":       func(c *Config) { c.FarPositions, c.HSAQKNorm = RotaryPositions, true },
	"off-one":   func(c *Config) { c.Weighting = WeightOffByOne },
	"nsa":       func(c *Config) { c.Weighting = WeightNSA },
	"nsa-one":   func(c *Config) { c.Weighting, c.OffByOne = WeightNSA, true },
	"no-uppers": func(c *Config) { c.UpperLayers = 0 },
}

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
