package hsa

import (
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// TestBadConfigs: what contradicts itself is refused when weights are made, put on a backend or trained.
func TestBadConfigs(t *testing.T) {
	for says, change := range map[string]func(*Config){
		"top_k":                func(c *Config) { c.TopK = -1 },
		"inference_top_k":      func(c *Config) { c.InferenceTopK = -2 },
		"chunk":                func(c *Config) { c.Chunk = 0 },
		"window":               func(c *Config) { c.Window = -1 },
		"hide_window_chunks":   func(c *Config) { c.HideWindowChunks, c.Window = true, c.Chunk-1 },
		"tokens_per_retrieval": func(c *Config) { c.TokensPerRetrieval = 0 },
		"heads":                func(c *Config) { c.Heads = 5 },
		"retrieval_dim":        func(c *Config) { c.RetrievalDim = 9 },
		"weighting":            func(c *Config) { c.Weighting = "mean" },
		"rank_decay":           func(c *Config) { c.RankDecay, c.Weighting = true, WeightStickBreaking },
		"rope_theta":           func(c *Config) { c.RopeTheta = math.NaN() },
		"eps":                  func(c *Config) { c.EpsWindow = math.NaN() },
	} {
		c := smallConfig()
		values := livelyValues(c, 1)
		change(&c)
		if _, err := NewModel(testBackend(t), &Weights{Config: c, Values: values}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("a model with a bad %s: error %v", says, err)
		}
		state := &State{Values: values, Mean: values, Variance: values}
		if _, err := NewTrainer(testBackend(t), c, TrainOptions{Optimizer: DefaultOptimizer()}, state); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("a trainer with a bad %s: error %v", says, err)
		}
	}
}

// TestNoNumbers: what is no number, or no sensible one, is refused before a step spoils the parameters with it; a batch whose
// questions all weigh nothing moves none and gives no NaN.
func TestNoNumbers(t *testing.T) {
	c := smallConfig()
	tr := newTestTrainer(t, c, TrainOptions{Label: SequenceLabel}, NewState(c, 1))
	for _, bad := range []float64{math.NaN(), math.Inf(1), -1} {
		b := labelled(c)
		b.Weights[1] = float32(bad)
		for says, step := range map[string]func() (Measures, error){
			"weight 1 is":   func() (Measures, error) { return tr.Step(b, 1e-3, 0) },
			"learning rate": func() (Measures, error) { return tr.Step(labelled(c), bad, 0) },
			"label weight":  func() (Measures, error) { return tr.Step(labelled(c), 1e-3, bad) },
		} {
			if _, err := step(); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%v: error %v, want one with %q", bad, err, says)
			}
		}
	}
	empty := labelled(c)
	clear(empty.Weights)
	m, err := tr.Step(empty, 1e-3, 1)
	if err != nil || m.Loss != 0 || m.GradNorm != 0 {
		t.Errorf("a batch without weight: %+v, error %v", m, err)
	}
	after, err := tr.State()
	if err != nil || math.IsInf(largest(after.Values), 0) {
		t.Errorf("after it the largest parameter is %g, error %v", largest(after.Values), err)
	}
}

// TestBadOperators: what the operator refuses beside the sizes that the suite tries.
func TestBadOperators(t *testing.T) {
	good := oracle.Spec{Batch: 1, Length: 8, Chunks: 2, Chunk: 4, Heads: 2, MemoryHeads: 1, RetrievalHeads: 1, HeadDim: 2, RetrievalDim: 2,
		TopK: 1, TokensPerRetrieval: 1, Weighting: oracle.Softmax}
	if _, err := NewOperator(testBackend(t), good, "sparse"); err == nil || !strings.Contains(err.Error(), "there is: dense, dispatch, gather") {
		t.Errorf("an unknown form: error %v", err)
	}
	op, err := NewOperator(testBackend(t), good, Dense)
	if err != nil {
		t.Fatal(err)
	}
	defer op.Close()
	if _, _, err := op.Run(oracle.Inputs{}, nil); err == nil || !strings.Contains(err.Error(), "RetrievalQueries [B L Hr R] has 0 values, want 16") {
		t.Errorf("no inputs: error %v", err)
	}
}

// TestBadTokenGradients: positions and tokens that do not exist.
func TestBadTokenGradients(t *testing.T) {
	m := testModel(t, smallConfig())
	for says, call := range map[string]func() ([]float32, error){
		"position 2 in a text of 2": func() ([]float32, error) { return m.TokenGradient([]int32{1, 2}, 2, 0) },
		"position -1":               func() ([]float32, error) { return m.TokenGradient([]int32{1, 2}, -1, 0) },
		"next token 23":             func() ([]float32, error) { return m.TokenGradient([]int32{1, 2}, 1, 23) },
		"an empty text":             func() ([]float32, error) { return m.TokenGradient(nil, 0, 0) },
		"outside the vocabulary":    func() ([]float32, error) { return m.TokenGradient([]int32{-7}, 0, 0) },
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
}

// TestWindowSmallerThanAChunk: windows need not be whole chunks, nor as long as one; values stay numbers.
func TestWindowSmallerThanAChunk(t *testing.T) {
	for _, window := range []int{1, 3, 5, 6, 11} {
		c := smallConfig()
		c.Window = window
		out, err := testModel(t, c).Logits([]int32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, 13, 0, Dispatch)
		if err != nil || math.IsInf(largest(out), 0) {
			t.Errorf("a window of %d with chunks of %d: largest logit %g, error %v", window, c.Chunk, largest(out), err)
		}
	}
}
