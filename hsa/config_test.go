package hsa

import (
	"math/rand/v2"
	"testing"
)

// flips changes each switch alone, from flipBase. A config key without an entry fails TestEverySwitchMatters.
var flips = map[string]func(*Config){
	"vocab":                 func(c *Config) { c.Vocab = 29 },
	"dim":                   func(c *Config) { c.Dim = 32 },
	"heads":                 func(c *Config) { c.Heads = 2 },
	"window_kv_heads":       func(c *Config) { c.WindowKVHeads = 1 },
	"memory_kv_heads":       func(c *Config) { c.MemoryKVHeads = 1 },
	"mlp_width":             func(c *Config) { c.MLPWidth = 28 },
	"chunk":                 func(c *Config) { c.Chunk = 8 },
	"window":                func(c *Config) { c.Window = 7 },
	"top_k":                 func(c *Config) { c.TopK = 1 },
	"lower_layers":          func(c *Config) { c.LowerLayers = 2 },
	"upper_layers":          func(c *Config) { c.UpperLayers = 4 },
	"groups":                func(c *Config) { c.Groups = 2 },
	"retrieval_dim":         func(c *Config) { c.RetrievalDim = 12 },
	"encoder":               func(c *Config) { c.Encoder, c.CLSTokens = EncoderMean, 0 },
	"encoder_layers":        func(c *Config) { c.EncoderLayers = 2 },
	"encoder_mlp_width":     func(c *Config) { c.EncoderMLPWidth = 28 },
	"encoder_input_norm":    func(c *Config) { c.EncoderInputNorm = true },
	"encoder_bias":          func(c *Config) { c.EncoderBias = true },
	"weighting":             func(c *Config) { c.Weighting = WeightStickBreaking },
	"rank_decay":            func(c *Config) { c.RankDecay = true },
	"off_by_one":            func(c *Config) { c.OffByOne = true },
	"single_head_retrieval": func(c *Config) { c.SingleHeadRetrieval = true },
	"hide_window_chunks":    func(c *Config) { c.HideWindowChunks = true },
	"residual":              func(c *Config) { c.Residual = Standard },
	"hsa_window":            func(c *Config) { c.HSAWindow = 5 },
	"window_qk_norm":        func(c *Config) { c.WindowQKNorm = true },
	"hsa_qk_norm":           func(c *Config) { c.HSAQKNorm = true },
	"landmark_norm":         func(c *Config) { c.LandmarkNorm = true },
	"norm_scale":            func(c *Config) { c.NormScale = true },
	"token_shift":           func(c *Config) { c.TokenShift = 1 },
	"rope_theta":            func(c *Config) { c.RopeTheta = 100 },
	"eps_window":            func(c *Config) { c.EpsWindow = 0.1 },
	"eps_final":             func(c *Config) { c.EpsFinal = 0.1 },
	"tied_head":             func(c *Config) { c.TiedHead = true },
	"inference_top_k":       func(c *Config) { c.InferenceTopK = 1 },
	"tokens_per_retrieval":  func(c *Config) { c.TokensPerRetrieval = 3 },
	"cls_tokens":            func(c *Config) { c.CLSTokens = 2 },
	"entropy_bias":          func(c *Config) { c.EntropyBias = true },
	"backbone":              toMamba,
	"mamba_state":           func(c *Config) { c.MambaState = 7 },
	"mamba_expand":          func(c *Config) { c.MambaExpand = 1 },
	"mamba_head_dim":        func(c *Config) { c.MambaHeadDim = 12 },
	"mamba_conv_width":      func(c *Config) { c.MambaConvWidth = 2 },
	"far_positions":         func(c *Config) { c.FarPositions = RotaryPositions },
	"hsa_mlp":               func(c *Config) { c.HSAMLP = false },
}

// flipBases change flipBase first, for a switch that needs others to be flipped.
var flipBases = map[string]func(*Config){
	"entropy_bias": func(c *Config) { c.RetrievalDim = c.MemoryKVHeads * c.HeadDim() },
	"hsa_mlp":      func(c *Config) { c.Residual = Standard },
	"mamba_state":  toMamba, "mamba_expand": toMamba, "mamba_head_dim": toMamba, "mamba_conv_width": toMamba,
}

// unseen are the switches that change no logits: a record, and one of training alone (TestNoiseMovesPicksOnly).
var unseen = map[string]func(*Config){
	"training_length": func(c *Config) { c.TrainingLength = 128 },
	"gumbel_noise":    func(c *Config) { c.GumbelNoise = true },
}

func flipBase() Config {
	c := smallConfig()
	c.UpperLayers = 2
	return c
}

// TestEverySwitchMatters flips every switch alone and wants other logits, or the same of one that is unseen.
func TestEverySwitchMatters(t *testing.T) {
	if !isGoBackend(testBackend(t)) {
		t.Skip("what a switch changes in the graph does not depend on the backend, and compiling 36 models takes minutes")
	}
	tokens := randomTokens(rand.New(rand.NewPCG(8, 8)), 23, 41)
	logits := func(c Config) []float32 {
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		m := testModel(t, c)
		out, err := m.Logits(tokens, 9, 0, Dense)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := logits(flipBase())
	if again := logits(flipBase()); maxDiff(want, again) != 0 {
		t.Fatal("two runs of one config differ")
	}
	for _, key := range configKeys() {
		t.Run(key, func(t *testing.T) {
			c := flipBase()
			if prepare := flipBases[key]; prepare != nil {
				prepare(&c)
			}
			before := logits(c)
			if flip := unseen[key]; flip != nil {
				flip(&c)
				if d := maxDiff(before, logits(c)); d != 0 {
					t.Errorf("the logits changed by %g", d)
				}
				return
			}
			flip := flips[key]
			if flip == nil {
				t.Fatal("no flip of this switch: add one, and see that it changes something")
			}
			flip(&c)
			if d := maxDiff(before, logits(c)); d < 1e-4 {
				t.Errorf("the switch changed the logits by %g only", d)
			}
		})
	}
}

// TestTopKAtTest: a stream takes the K it is asked for, and the config's where none is asked for.
func TestTopKAtTest(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	c.TopK = 1
	one := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(8, 8)), c.Vocab, 41)
	read := func(m *Model, k int) []float32 {
		return streamed(t, m, tokens, []int{41}, 4, TailOptions{TopK: k}).Logits
	}
	if maxDiff(read(m, 0), read(m, 2)) != 0 {
		t.Error("TopK 0 is not the config's 2")
	}
	if maxDiff(read(m, 1), read(one, 0)) != 0 {
		t.Error("TopK 1 of a config with 2 is not what a config with 1 computes")
	}
	if maxDiff(read(m, 1), read(m, 2)) == 0 || maxDiff(read(m, 2), read(m, AllChunks)) == 0 {
		t.Error("K does not matter")
	}
}
