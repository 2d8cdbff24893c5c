package hsa

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Encoder says what makes a chunk's landmark, keys and values from the middle of the stream (section 3.3).
type Encoder string

const (
	// EncoderNone: no encoder; the landmark is a projection of the mean of the normed token states.
	EncoderNone Encoder = "none"
	// EncoderMean: a bidirectional encoder a chunk; the landmark is made from the mean of its outputs.
	EncoderMean Encoder = "mean"
	// EncoderCLS: a bidirectional encoder a chunk with a learned CLS vector; the landmark is made from CLS.
	EncoderCLS Encoder = "cls"
)

// Weighting says how the scores of the picked chunks become chunk weights (Eq. 1).
type Weighting string

const (
	// WeightStickBreaking visits the picked chunks newest first; each takes sigmoid(score) of what is left (Eq. 1c).
	WeightStickBreaking Weighting = "stick-breaking"
	// WeightSoftmax is softmax over the picked chunks (Eq. 1b).
	WeightSoftmax Weighting = "softmax"
)

// Residual says how what was retrieved enters the stream (Eq. 6), x being the layer's input, H the retrieved
// content and M the layer's MLP with its norm.
type Residual string

const (
	// Bypass: x + M(x + H). The retrieved content reaches the stream only through the MLP (Eq. 6b).
	Bypass Residual = "bypass"
	// Standard: x + H + M(x + H) (Eq. 6a).
	Standard Residual = "standard"
)

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
	TopK   int `json:"top_k"`  // K: chunks a token picks in training; 0 picks all visible chunks (no enforced sparsity)

	LowerLayers  int `json:"lower_layers"`  // window layers before the chunk memory is made
	UpperLayers  int `json:"upper_layers"`  // window layers after it, split evenly over the groups
	Groups       int `json:"groups"`        // each: one retrieval, one HSA layer, UpperLayers/Groups window layers
	RetrievalDim int `json:"retrieval_dim"` // total width of retrieval queries and landmarks

	Encoder          Encoder `json:"encoder"`            // what makes the landmark
	EncoderLayers    int     `json:"encoder_layers"`     // depth of the chunk encoder; 0 exactly when Encoder is "none"
	EncoderMLPWidth  int     `json:"encoder_mlp_width"`  // SwiGLU width of the encoder
	EncoderInputNorm bool    `json:"encoder_input_norm"` // RMSNorm in front of the encoder, over CLS too
	EncoderBias      bool    `json:"encoder_bias"`       // biases on the encoder's q, k, v, as the published code has

	Weighting           Weighting `json:"weighting"`             // scores to chunk weights
	RankDecay           bool      `json:"rank_decay"`            // softmax only: learned scalar × slot rank is added to the score
	OffByOne            bool      `json:"off_by_one"`            // adds 1 to the denominator of every softmax inside a chunk
	SingleHeadRetrieval bool      `json:"single_head_retrieval"` // one retrieval head serves all memory heads
	HideWindowChunks    bool      `json:"hide_window_chunks"`    // chunks that lie wholly inside the window are not visible

	Residual  Residual `json:"residual"`   // how what was retrieved enters the stream
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

// LowerReach is how many earlier tokens the middle of the stream depends on.
func (c Config) LowerReach() int { return c.LowerLayers*c.Window + c.TokenShift }

// UpperReach is how many earlier positions of the upper half an output depends on, retrieval apart: only
// windows reach back there, so the upper half need not run on anything older (the exact tail).
func (c Config) UpperReach() int { return c.UpperLayers*c.Window + c.Groups*c.HSAWindow }

// DecodeConfig reads a JSON config. An unknown or repeated key, a wrong type or a contradiction is an error that
// names it.
func DecodeConfig(r io.Reader) (Config, error) {
	var c Config
	raw, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return c, fmt.Errorf("config: %w", err)
	}
	if err := checkKeys(raw); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return c, errors.New("config: the JSON ends too early: the file is empty or cut short")
	} else if err != nil {
		return c, fmt.Errorf("config: %w", err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("config: %w", err)
	}
	return c, c.Validate()
}

// Validate reports the first contradiction.
func (c Config) Validate() error {
	for _, rule := range c.rules() {
		if !rule.holds {
			return fmt.Errorf("config: %s", rule.want)
		}
	}
	return nil
}

type rule struct {
	holds bool
	want  string
}

func (c Config) rules() []rule {
	div := func(a, b int) bool { return b > 0 && a%b == 0 }
	positive := c.Vocab > 0 && c.Dim > 0 && c.Heads > 0 && c.WindowKVHeads > 0 && c.MemoryKVHeads > 0 &&
		c.MLPWidth > 0 && c.Chunk > 0 && c.Window > 0 && c.LowerLayers > 0 && c.Groups > 0 && c.RetrievalDim > 0
	return []rule{
		{positive, "vocab, dim, heads, window_kv_heads, memory_kv_heads, mlp_width, chunk, window, lower_layers, groups and retrieval_dim must be positive"},
		{max(c.Vocab, c.Dim, c.MLPWidth, c.EncoderMLPWidth, c.Window, c.HSAWindow, c.RetrievalDim, c.Chunk) <= 1<<20, "a size above 1,048,576"},
		{max(c.LowerLayers, c.UpperLayers, c.Groups, c.EncoderLayers, c.Heads) <= 1<<10, "more than 1,024 layers or heads"},
		{div(c.Dim, c.Heads), fmt.Sprintf("dim %d is not a multiple of heads %d", c.Dim, c.Heads)},
		{c.Heads > 0 && (c.Dim/c.Heads)%2 == 0, "the head size dim/heads must be even (rotary positions)"},
		{div(c.Heads, c.WindowKVHeads), fmt.Sprintf("heads %d is not a multiple of window_kv_heads %d", c.Heads, c.WindowKVHeads)},
		{div(c.Heads, c.MemoryKVHeads), fmt.Sprintf("heads %d is not a multiple of memory_kv_heads %d", c.Heads, c.MemoryKVHeads)},
		{c.UpperLayers >= 0 && div(c.UpperLayers, c.Groups), fmt.Sprintf("upper_layers %d is not a multiple of groups %d", c.UpperLayers, c.Groups)},
		{div(c.RetrievalDim, c.RetrievalHeads()), fmt.Sprintf("retrieval_dim %d is not a multiple of the %d retrieval heads", c.RetrievalDim, c.RetrievalHeads())},
		{c.TopK >= 0, "top_k must be 0 (all visible chunks) or more"},
		{oneOf(c.Encoder, EncoderNone, EncoderMean, EncoderCLS), fmt.Sprintf("encoder %q: want none, mean or cls", c.Encoder)},
		{(c.Encoder == EncoderNone) == (c.EncoderLayers == 0), "encoder_layers must be 0 with encoder \"none\" and positive otherwise"},
		{c.EncoderLayers >= 0 && (c.EncoderLayers == 0 || c.EncoderMLPWidth > 0), "encoder_mlp_width must be positive"},
		{oneOf(c.Weighting, WeightStickBreaking, WeightSoftmax), fmt.Sprintf("weighting %q: want stick-breaking or softmax", c.Weighting)},
		{!c.RankDecay || c.Weighting == WeightSoftmax, "rank_decay needs weighting \"softmax\""},
		{oneOf(c.Residual, Bypass, Standard), fmt.Sprintf("residual %q: want bypass or standard", c.Residual)},
		{!c.HideWindowChunks || c.Window >= c.Chunk, "hide_window_chunks needs window >= chunk, or a token would see its own unfinished chunk"},
		{c.HSAWindow >= 0, "hsa_window must be 0 (none) or more"},
		{c.TokenShift >= 0 && c.TokenShift <= 8, "token_shift must lie in 0..8"},
		{c.RopeTheta > 1, "rope_theta must be above 1"},
		{c.EpsWindow > 0 && c.EpsFinal > 0, "eps_window and eps_final must be positive"},
		{c.TrainingLength >= 0, "training_length must not be negative"},
	}
}

func oneOf[T comparable](v T, allowed ...T) bool {
	for _, a := range allowed {
		if v == a {
			return true
		}
	}
	return false
}
