package hsa

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Validate reports the first value that no model can have, or pair of values that contradict each other. It names
// the keys and says what would fit.
func (c Config) Validate() error {
	for _, rules := range []func() []rule{c.ranges, c.names, c.multiples, c.pairs, c.entropyRules} {
		for _, rule := range rules() {
			if !rule.holds {
				return fmt.Errorf("config: %s", rule.want)
			}
		}
	}
	return nil
}

// rule is a condition and what to say where it does not hold. Later rules may rely on earlier lists.
type rule struct {
	holds bool
	want  string
}

const (
	maxSize   = 1 << 20 // of a width, a window or a vocabulary
	maxLayers = 1 << 10 // and heads
)

// ranges are the values that a single number may have.
func (c Config) ranges() []rule {
	return []rule{
		within("vocab", c.Vocab, 1, maxSize), within("dim", c.Dim, 1, maxSize), within("mlp_width", c.MLPWidth, 1, maxSize),
		within("heads", c.Heads, 1, maxLayers), within("window_kv_heads", c.WindowKVHeads, 1, maxLayers),
		within("memory_kv_heads", c.MemoryKVHeads, 1, maxLayers),
		within("chunk", c.Chunk, 1, maxSize), within("window", c.Window, 0, maxSize), within("top_k", c.TopK, 0, maxSize),
		within("inference_top_k", c.InferenceTopK, AllChunks, maxSize),
		within("tokens_per_retrieval", c.TokensPerRetrieval, 1, maxSize),
		within("mamba_state", c.MambaState, 0, maxSize), within("mamba_expand", c.MambaExpand, 0, 64),
		within("mamba_head_dim", c.MambaHeadDim, 0, maxSize), within("mamba_conv_width", c.MambaConvWidth, 0, 64),
		within("lower_layers", c.LowerLayers, 1, maxLayers), within("upper_layers", c.UpperLayers, 0, maxLayers),
		within("groups", c.Groups, 1, maxLayers), within("retrieval_dim", c.RetrievalDim, 1, maxSize),
		within("encoder_layers", c.EncoderLayers, 0, maxLayers), within("encoder_mlp_width", c.EncoderMLPWidth, 0, maxSize),
		within("cls_tokens", c.CLSTokens, 0, maxLayers), within("hsa_window", c.HSAWindow, 0, maxSize),
		within("token_shift", c.TokenShift, 0, 8), within("training_length", c.TrainingLength, 0, 1<<30),
		{c.RopeTheta > 1, fmt.Sprintf("rope_theta %g must be above 1", c.RopeTheta)},
		{c.EpsWindow > 0, fmt.Sprintf("eps_window %g must be positive", c.EpsWindow)},
		{c.EpsFinal > 0, fmt.Sprintf("eps_final %g must be positive", c.EpsFinal)},
	}
}

func within(key string, value, least, most int) rule {
	return rule{least <= value && value <= most, fmt.Sprintf("%s %d: want %d to %d", key, value, least, most)}
}

// names are the values of the switches that are names.
func (c Config) names() []rule {
	return []rule{
		named("backbone", c.Backbone, BackboneWindow, BackboneMamba2),
		named("encoder", c.Encoder, EncoderNone, EncoderMean, EncoderCLS),
		named("weighting", c.Weighting, WeightStickBreaking, WeightSoftmax, WeightOffByOne, WeightNSA),
		named("residual", c.Residual, Bypass, Standard, Gated),
		named("far_positions", c.FarPositions, NoPositions, RotaryPositions),
	}
}

func named[T ~string](key string, value T, allowed ...T) rule {
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	return rule{slices.Contains(allowed, value), fmt.Sprintf("%s %.100q: the nearest is %q; there is: %s",
		key, value, Nearest(string(value), words), strings.Join(words, ", "))}
}

// multiples are the numbers that must divide one another.
func (c Config) multiples() []rule {
	return []rule{
		multiple("dim", c.Dim, "heads", c.Heads),
		{c.HeadDim()%2 == 0, fmt.Sprintf("dim %d over heads %d makes heads of size %d: rotary positions need an even size, such as dim %d",
			c.Dim, c.Heads, c.HeadDim(), (c.HeadDim()+1)*c.Heads)},
		multiple("heads", c.Heads, "window_kv_heads", c.WindowKVHeads),
		multiple("heads", c.Heads, "memory_kv_heads", c.MemoryKVHeads),
		multiple("upper_layers", c.UpperLayers, "groups", c.Groups),
		multiple("retrieval_dim", c.RetrievalDim, c.retrievalHeadsKey(), c.RetrievalHeads()),
	}
}

// retrievalHeadsKey is the key that sets the number of retrieval heads.
func (c Config) retrievalHeadsKey() string {
	if c.SingleHeadRetrieval {
		return "single_head_retrieval"
	}
	return "memory_kv_heads"
}

func multiple(key string, value int, of string, unit int) rule {
	fits := strconv.Itoa((value/unit + 1) * unit)
	if below := value / unit * unit; below > 0 {
		fits = strconv.Itoa(below) + " or " + fits
	}
	return rule{value%unit == 0, fmt.Sprintf("%s %d is not a multiple of %s %d: %s %s would be", key, value, of, unit, key, fits)}
}

// pairs are the switches that need or exclude each other.
func (c Config) pairs() []rule {
	return []rule{
		{(c.Backbone == BackboneWindow) == (c.Window > 0), fmt.Sprintf("window %d with backbone %q: window must be positive with backbone \"window\" and 0 otherwise", c.Window, c.Backbone)},
		{c.mambaSizes(), fmt.Sprintf("mamba_state %d, mamba_expand %d, mamba_head_dim %d, mamba_conv_width %d with backbone %q: all must be positive with backbone \"mamba2\" and 0 otherwise",
			c.MambaState, c.MambaExpand, c.MambaHeadDim, c.MambaConvWidth, c.Backbone)},
		{c.Backbone != BackboneMamba2 || (c.MambaExpand*c.Dim)%max(c.MambaHeadDim, 1) == 0,
			fmt.Sprintf("mamba_expand %d times dim %d must be a multiple of mamba_head_dim %d", c.MambaExpand, c.Dim, c.MambaHeadDim)},
		{(c.Encoder == EncoderNone) == (c.EncoderLayers == 0), fmt.Sprintf("encoder_layers %d with encoder %q: encoder_layers must be 0 with encoder \"none\" and positive otherwise", c.EncoderLayers, c.Encoder)},
		{c.EncoderLayers == 0 || c.EncoderMLPWidth > 0, fmt.Sprintf("encoder_mlp_width 0 with encoder_layers %d: encoder_mlp_width must be positive", c.EncoderLayers)},
		{(c.Encoder == EncoderCLS) == (c.CLSTokens > 0), fmt.Sprintf("cls_tokens %d with encoder %q: cls_tokens must be positive with encoder \"cls\" and 0 otherwise", c.CLSTokens, c.Encoder)},
		{!c.GumbelNoise || c.TopK > 0, "gumbel_noise true with top_k 0: with all chunks picked there is no ranking; set top_k above 0"},
		{!c.RankDecay || c.Weighting == WeightSoftmax, fmt.Sprintf("rank_decay true with weighting %q: rank_decay needs weighting \"softmax\"", c.Weighting)},
		{c.HSAMLP || c.Residual == Standard, fmt.Sprintf("hsa_mlp false with residual %q: without the MLP only residual \"standard\" reaches the stream", c.Residual)},
		{!c.HideWindowChunks || c.Backbone == BackboneWindow, fmt.Sprintf("hide_window_chunks true with backbone %q: there is no window; want backbone \"window\"", c.Backbone)},
		{!c.HideWindowChunks || c.Window >= c.Chunk, fmt.Sprintf("hide_window_chunks true with window %d and chunk %d: it needs window >= chunk, or a token would see its own unfinished chunk", c.Window, c.Chunk)},
	}
}

// entropyRules are what entropy_bias needs, since it pools the memory keys to landmarks.
func (c Config) entropyRules() []rule {
	if !c.EntropyBias {
		return nil
	}
	width := c.MemoryKVHeads * c.HeadDim()
	return []rule{
		{c.RetrievalDim == width, fmt.Sprintf("entropy_bias true with retrieval_dim %d: pooled memory keys have memory_kv_heads·dim/heads = %d", c.RetrievalDim, width)},
		{!c.SingleHeadRetrieval, "entropy_bias true with single_head_retrieval true: each memory head pools its own keys; set one of the two to false"},
		{!c.LandmarkNorm, "entropy_bias true with landmark_norm true: the norm would undo the scale of the pooled keys; set one of the two to false"},
		{c.CLSTokens <= 1, fmt.Sprintf("entropy_bias true with cls_tokens %d: one pooling query a chunk; want cls_tokens 1", c.CLSTokens)},
		{c.FarPositions == NoPositions, fmt.Sprintf("entropy_bias true with far_positions %q: pooled keys have no position; want far_positions \"none\"", c.FarPositions)},
	}
}

// mambaSizes reports whether the sizes of the state space fit the backbone.
func (c Config) mambaSizes() bool {
	all := min(c.MambaState, c.MambaExpand, c.MambaHeadDim, c.MambaConvWidth) > 0
	none := c.MambaState == 0 && c.MambaExpand == 0 && c.MambaHeadDim == 0 && c.MambaConvWidth == 0
	return (c.Backbone == BackboneMamba2 && all) || (c.Backbone != BackboneMamba2 && none)
}

func oneOf[T comparable](v T, allowed ...T) bool { return slices.Contains(allowed, v) }
