package hsa

import (
	"strings"
	"testing"
)

// contradictions break each rule alone, from smallConfig; says must be part of the error, keys named included.
var contradictions = []struct {
	says   string
	change func(*Config)
}{
	{"vocab 0: want 1 to 1048576", func(c *Config) { c.Vocab = 0 }},
	{"vocab 1048577: want 1 to 1048576", func(c *Config) { c.Vocab = 1<<20 + 1 }},
	{"hsa_window 4611686018427387904: want 0 to", func(c *Config) { c.HSAWindow = 1 << 62 }},
	{"hsa_window -1: want 0 to", func(c *Config) { c.HSAWindow = -1 }},
	{"lower_layers 1025: want 1 to 1024", func(c *Config) { c.LowerLayers = 1025 }},
	{"upper_layers -1: want", func(c *Config) { c.UpperLayers = -1 }},
	{"top_k -1: want 0 to", func(c *Config) { c.TopK = -1 }},
	{"inference_top_k -2: want -1 to", func(c *Config) { c.InferenceTopK = -2 }},
	{"tokens_per_retrieval 0: want 1 to", func(c *Config) { c.TokensPerRetrieval = 0 }},
	{"token_shift 9: want 0 to 8", func(c *Config) { c.TokenShift = 9 }},
	{"training_length -1: want", func(c *Config) { c.TrainingLength = -1 }},
	{"rope_theta 1 must be above 1", func(c *Config) { c.RopeTheta = 1 }},
	{"eps_window 0 must be positive", func(c *Config) { c.EpsWindow = 0 }},
	{"eps_final 0 must be positive", func(c *Config) { c.EpsFinal = 0 }},

	{`encoder "CLS": the nearest is "cls"; there is: none, mean, cls`, func(c *Config) { c.Encoder = "CLS" }},
	{`weighting "softmx": the nearest is "softmax"; there is: stick-breaking, softmax, off-by-one, nsa`, func(c *Config) { c.Weighting = "softmx" }},
	{`weighting "": the nearest is`, func(c *Config) { c.Weighting = "" }},
	{`residual "standart": the nearest is "standard"`, func(c *Config) { c.Residual = "standart" }},
	{`backbone "mamba": the nearest is "mamba2"`, func(c *Config) { c.Backbone = "mamba" }},
	{`far_positions "RoPE": the nearest is "rope"; there is: none, rope`, func(c *Config) { c.FarPositions = "RoPE" }},

	{"dim 26 is not a multiple of heads 4: dim 24 or 28 would be", func(c *Config) { c.Dim = 26 }},
	{"dim 3 is not a multiple of heads 4: dim 4 would be", func(c *Config) { c.Dim = 3 }},
	{"dim 12 over heads 4 makes heads of size 3: rotary positions need an even size, such as dim 16", func(c *Config) { c.Dim = 12 }},
	{"heads 4 is not a multiple of window_kv_heads 3", func(c *Config) { c.WindowKVHeads = 3 }},
	{"heads 4 is not a multiple of memory_kv_heads 3", func(c *Config) { c.MemoryKVHeads = 3 }},
	{"upper_layers 1 is not a multiple of groups 2: upper_layers 2 would be", func(c *Config) { c.Groups = 2 }},
	{"retrieval_dim 7 is not a multiple of memory_kv_heads 2: retrieval_dim 6 or 8 would be", func(c *Config) { c.RetrievalDim = 7 }},

	{`window 0 with backbone "window"`, func(c *Config) { c.Window = 0 }},
	{`window 8 with backbone "mamba2"`, func(c *Config) { c.Backbone = BackboneMamba2 }},
	{`mamba_state 16, mamba_expand 0, mamba_head_dim 0, mamba_conv_width 0 with backbone "window"`, func(c *Config) { c.MambaState = 16 }},
	{"mamba_expand 1 times dim 24 must be a multiple of mamba_head_dim 5", func(c *Config) {
		c.Backbone, c.Window, c.MambaState, c.MambaExpand, c.MambaHeadDim, c.MambaConvWidth = BackboneMamba2, 0, 4, 1, 5, 4
	}},
	{`encoder_layers 0 with encoder "cls"`, func(c *Config) { c.EncoderLayers = 0 }},
	{`encoder_layers 1 with encoder "none"`, func(c *Config) { c.Encoder = EncoderNone }},
	{"encoder_mlp_width 0 with encoder_layers 1", func(c *Config) { c.EncoderMLPWidth = 0 }},
	{`cls_tokens 1 with encoder "mean"`, func(c *Config) { c.Encoder = EncoderMean }},
	{`cls_tokens 0 with encoder "cls"`, func(c *Config) { c.CLSTokens = 0 }},
	{"gumbel_noise true with top_k 0", func(c *Config) { c.GumbelNoise, c.TopK = true, 0 }},
	{`rank_decay true with weighting "stick-breaking"`, func(c *Config) { c.Weighting, c.RankDecay = WeightStickBreaking, true }},
	{`hsa_mlp false with residual "bypass"`, func(c *Config) { c.HSAMLP = false }},
	{`hide_window_chunks true with backbone "mamba2"`, func(c *Config) {
		c.Backbone, c.Window, c.MambaState, c.MambaExpand, c.MambaHeadDim, c.MambaConvWidth = BackboneMamba2, 0, 4, 1, 4, 4
		c.HideWindowChunks = true
	}},
	{"hide_window_chunks true with window 3 and chunk 4: it needs window >= chunk", func(c *Config) { c.HideWindowChunks, c.Window = true, 3 }},
	{"entropy_bias true with retrieval_dim 8: pooled memory keys have memory_kv_heads·dim/heads = 12", func(c *Config) { c.EntropyBias = true }},
	{"entropy_bias true with single_head_retrieval true", func(c *Config) { entropy(c); c.SingleHeadRetrieval = true }},
	{"entropy_bias true with landmark_norm true", func(c *Config) { entropy(c); c.LandmarkNorm = true }},
	{"entropy_bias true with cls_tokens 2", func(c *Config) { entropy(c); c.CLSTokens = 2 }},
	{`entropy_bias true with far_positions "rope"`, func(c *Config) { entropy(c); c.FarPositions = RotaryPositions }},
}

func entropy(c *Config) { c.EntropyBias, c.RetrievalDim = true, 12 }

func TestContradictions(t *testing.T) {
	for _, x := range contradictions {
		c := smallConfig()
		x.change(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("error %v, want one with %q", err, x.says)
		}
		if _, err := NewModel(testBackend(t), &Weights{Config: c}); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("NewModel: error %v, want one with %q", err, x.says)
		}
	}
	c := smallConfig()
	entropy(&c)
	if err := c.Validate(); err != nil {
		t.Errorf("the negative control is refused: %v", err)
	}
}

func TestNearest(t *testing.T) {
	for key, want := range map[string]string{"encoderlayers": "encoder_layers", "residul": "residual", "TOP_K": "top_k", "ropetheta": "rope_theta"} {
		if got := Nearest(key, configKeys()); got != want {
			t.Errorf("nearest to %q is %q, want %q", key, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"chunk", "chunk", 0}, {"flaw", "lawn", 2}} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("distance of %q and %q is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
