package hsa

// Config is the whole architecture. Every field is a switch that changes exactly what it says. Zero values are
// not defaults: start from a preset.
type Config struct {
	Vocab         int `json:"vocab"`           // token ids 0..Vocab-1
	Dim           int `json:"dim"`             // width of the stream
	Heads         int `json:"heads"`           // query heads of every attention; head size is Dim/Heads
	WindowKVHeads int `json:"window_kv_heads"` // key/value heads of window attention and of the chunk encoder
	MemoryKVHeads int `json:"memory_kv_heads"` // key/value heads of the chunk memory
	MLPWidth      int `json:"mlp_width"`       // SwiGLU width of window and HSA layers

	Chunk  int `json:"chunk"`  // S: tokens a chunk
	Window int `json:"window"` // W: a token sees itself and W earlier tokens (W+1 keys), as the published code does
	TopK   int `json:"top_k"`  // K: chunks a token picks in training; 0 picks all visible chunks (no enforced sparsity, section 6)

	// InferenceTopK is K after training: 0 is that of training, AllChunks (-1) picks every visible chunk.
	InferenceTopK int `json:"inference_top_k"`
	// TokensPerRetrieval n makes n consecutive tokens share one retrieval: the query, picks and weights of the first
	// token of the block serve the others (section 6, Table 3). 1 is one retrieval a token.
	TokensPerRetrieval int `json:"tokens_per_retrieval"`
	// GumbelNoise adds Gumbel(0, 1) noise to the scores in training, for the ranking only; the weights do not see it.
	GumbelNoise bool `json:"gumbel_noise"`

	Backbone       Backbone `json:"backbone"`         // what the layers beside the HSA layers are
	MambaState     int      `json:"mamba_state"`      // N: state size a channel; the four are 0 exactly when backbone is not "mamba2"
	MambaExpand    int      `json:"mamba_expand"`     // inner width is MambaExpand·Dim
	MambaHeadDim   int      `json:"mamba_head_dim"`   // P: channels a state-space head
	MambaConvWidth int      `json:"mamba_conv_width"` // taps of the causal convolution in front of the state space

	LowerLayers  int `json:"lower_layers"`  // backbone layers before the chunk memory is made
	UpperLayers  int `json:"upper_layers"`  // backbone layers after it, split evenly over the groups
	Groups       int `json:"groups"`        // each: one retrieval, one HSA layer, UpperLayers/Groups backbone layers
	RetrievalDim int `json:"retrieval_dim"` // total width of retrieval queries and landmarks

	Encoder          Encoder `json:"encoder"`            // what makes the landmark
	EncoderLayers    int     `json:"encoder_layers"`     // depth of the chunk encoder; 0 exactly when Encoder is "none"
	EncoderMLPWidth  int     `json:"encoder_mlp_width"`  // SwiGLU width of the encoder
	EncoderInputNorm bool    `json:"encoder_input_norm"` // RMSNorm in front of the encoder, over CLS too
	CLSTokens        int     `json:"cls_tokens"`         // learned CLS vectors a chunk; each makes a landmark and the best one scores. 0 exactly without "cls"
	EncoderBias      bool    `json:"encoder_bias"`       // biases on the encoder's q, k, v, as the published code has

	Weighting           Weighting `json:"weighting"`             // scores to chunk weights
	RankDecay           bool      `json:"rank_decay"`            // softmax only: learned scalar × slot rank is added to the score
	OffByOne            bool      `json:"off_by_one"`            // adds 1 to the denominator of every softmax inside a chunk; with "nsa" once, to the one they share
	SingleHeadRetrieval bool      `json:"single_head_retrieval"` // one retrieval head serves all memory heads
	HideWindowChunks    bool      `json:"hide_window_chunks"`    // chunks that lie wholly inside the window are not visible

	// EntropyBias makes the score a first-order expansion of the log attention mass (HiLS, arXiv 2607.02980): the
	// landmark projection is a query that pools the chunk's memory keys by softmax, the pooled key is the landmark,
	// and the entropy of the pooling weights is added to the score. retrieval_dim is then that of the memory keys.
	EntropyBias bool `json:"entropy_bias"`
	// FarPositions says whether the far path has positions.
	FarPositions Positions `json:"far_positions"`

	Residual  Residual `json:"residual"`   // how what was retrieved enters the stream
	HSAMLP    bool     `json:"hsa_mlp"`    // the HSA layer has an MLP; without one it is x + H (RAMba), and residual is "standard"
	HSAWindow int      `json:"hsa_window"` // > 0: the HSA layer starts with window attention of this window

	WindowQKNorm bool `json:"window_qk_norm"` // RMSNorm a head on q and k of window attention and encoder
	HSAQKNorm    bool `json:"hsa_qk_norm"`    // RMSNorm a head on the HSA query and the memory keys
	LandmarkNorm bool `json:"landmark_norm"`  // RMSNorm a head on retrieval queries and landmarks
	NormScale    bool `json:"norm_scale"`     // RMSNorms carry a learned scale

	// TokenShift n adds w_1·x[t-1] + … + w_n·x[t-n] to the embedding of token t, w_i learned vectors of width Dim.
	// It is not in the paper; 0 is the paper's model.
	TokenShift int `json:"token_shift"`

	RopeTheta float64 `json:"rope_theta"` // base of rotary positions in window attention; the encoder always uses 10000
	EpsWindow float64 `json:"eps_window"` // epsilon of the norms of window layers; 1e-6 in every other inner norm
	EpsFinal  float64 `json:"eps_final"`  // epsilon of the final norm
	TiedHead  bool    `json:"tied_head"`  // the output matrix is the embedding

	TrainingLength int `json:"training_length"` // longest sequence seen in training, tokens; 0 when untrained
}

// HeadDim is D, the size of one head.
func (c Config) HeadDim() int { return c.Dim / c.Heads }

// RetrievalHeads is the number of retrieval heads: one a memory head, or 1 with SingleHeadRetrieval.
func (c Config) RetrievalHeads() int {
	if c.SingleHeadRetrieval {
		return 1
	}
	return c.MemoryKVHeads
}

// LandmarkHead is R', the width of one landmark of one retrieval head: RetrievalDim/RetrievalHeads, and one more with
// EntropyBias, whose bias stands behind it.
func (c Config) LandmarkHead() int {
	size := c.RetrievalDim / c.RetrievalHeads()
	if c.EntropyBias {
		size++
	}
	return size
}

// LandmarkSize is the number of values that one chunk keeps to be scored by: its landmarks of every retrieval head.
func (c Config) LandmarkSize() int {
	return max(1, c.CLSTokens) * c.RetrievalHeads() * c.LandmarkHead()
}

// TestTopK is the number of chunks a token picks after training: InferenceTopK, or TopK where that is 0; AllChunks
// where it picks every visible one.
func (c Config) TestTopK() int {
	switch {
	case c.InferenceTopK != 0:
		return c.InferenceTopK
	case c.TopK == 0:
		return AllChunks
	}
	return c.TopK
}

// LowerReach is how many earlier tokens the middle of the stream depends on, but for the states of a state space, which
// depend on all of them.
func (c Config) LowerReach() int { return c.LowerLayers*c.Window + c.TokenShift }

// UpperReach is how many earlier positions of the upper half an output depends on, what is retrieved apart: windows,
// and the first token of its block, whose retrieval serves the block, reach back. So the upper half need not run on
// anything older (the exact tail).
func (c Config) UpperReach() int {
	return c.UpperLayers*c.Window + c.Groups*(c.HSAWindow+max(1, c.TokensPerRetrieval)-1)
}

// tailStart is the position at which the upper half must start, at the latest, for the outputs of the last tail of
// length tokens to be exact: a first token of a block, UpperReach tokens or less before them; 0 where the upper half
// has states of its own, which depend on the whole text.
func (c Config) tailStart(length, tail int) int {
	if c.statefulUpper() {
		return 0
	}
	n := max(1, c.TokensPerRetrieval)
	return (max(0, length-tail-c.UpperReach()) + n - 1) / n * n
}

// statefulUpper reports whether the upper half has states of its own, which depend on the whole text.
func (c Config) statefulUpper() bool { return c.Backbone == BackboneMamba2 && c.UpperLayers > 0 }
