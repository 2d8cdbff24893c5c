package hsa

import "fmt"

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
		c.MLPWidth > 0 && c.Chunk > 0 && c.Window >= 0 && c.LowerLayers > 0 && c.Groups > 0 && c.RetrievalDim > 0
	return []rule{
		{positive, "vocab, dim, heads, window_kv_heads, memory_kv_heads, mlp_width, chunk, lower_layers, groups and retrieval_dim must be positive"},
		{max(c.Vocab, c.Dim, c.MLPWidth, c.EncoderMLPWidth, c.Window, c.HSAWindow, c.RetrievalDim, c.Chunk) <= 1<<20, "a size above 1,048,576"},
		{max(c.LowerLayers, c.UpperLayers, c.Groups, c.EncoderLayers, c.Heads) <= 1<<10, "more than 1,024 layers or heads"},
		{div(c.Dim, c.Heads), fmt.Sprintf("dim %d is not a multiple of heads %d", c.Dim, c.Heads)},
		{c.Heads > 0 && (c.Dim/c.Heads)%2 == 0, "the head size dim/heads must be even (rotary positions)"},
		{div(c.Heads, c.WindowKVHeads), fmt.Sprintf("heads %d is not a multiple of window_kv_heads %d", c.Heads, c.WindowKVHeads)},
		{div(c.Heads, c.MemoryKVHeads), fmt.Sprintf("heads %d is not a multiple of memory_kv_heads %d", c.Heads, c.MemoryKVHeads)},
		{c.UpperLayers >= 0 && div(c.UpperLayers, c.Groups), fmt.Sprintf("upper_layers %d is not a multiple of groups %d", c.UpperLayers, c.Groups)},
		{div(c.RetrievalDim, c.RetrievalHeads()), fmt.Sprintf("retrieval_dim %d is not a multiple of the %d retrieval heads", c.RetrievalDim, c.RetrievalHeads())},
		{c.TopK >= 0, "top_k must be 0 (all visible chunks) or more"},
		{c.InferenceTopK >= AllChunks, "inference_top_k must be -1 (all visible chunks), 0 (that of training) or more"},
		{c.TokensPerRetrieval > 0, "tokens_per_retrieval must be 1 or more"},
		{!c.GumbelNoise || c.TopK > 0, "gumbel_noise needs top_k above 0: with all chunks picked there is no ranking"},
		{oneOf(c.Backbone, BackboneWindow, BackboneMamba2), fmt.Sprintf("backbone %q: want window or mamba2", c.Backbone)},
		{(c.Backbone == BackboneWindow) == (c.Window > 0), "window must be positive with backbone \"window\" and 0 otherwise"},
		{c.mambaSizes(), "mamba_state, mamba_expand, mamba_head_dim and mamba_conv_width must be positive with backbone \"mamba2\" and 0 otherwise"},
		{c.Backbone != BackboneMamba2 || div(c.MambaExpand*c.Dim, c.MambaHeadDim), "mamba_expand·dim must be a multiple of mamba_head_dim"},
		{oneOf(c.Encoder, EncoderNone, EncoderMean, EncoderCLS), fmt.Sprintf("encoder %q: want none, mean or cls", c.Encoder)},
		{(c.Encoder == EncoderNone) == (c.EncoderLayers == 0), "encoder_layers must be 0 with encoder \"none\" and positive otherwise"},
		{c.EncoderLayers >= 0 && (c.EncoderLayers == 0 || c.EncoderMLPWidth > 0), "encoder_mlp_width must be positive"},
		{oneOf(c.Weighting, WeightStickBreaking, WeightSoftmax, WeightOffByOne, WeightNSA), fmt.Sprintf("weighting %q: want stick-breaking, softmax, off-by-one or nsa", c.Weighting)},
		{!c.RankDecay || c.Weighting == WeightSoftmax, "rank_decay needs weighting \"softmax\""},
		{oneOf(c.Residual, Bypass, Standard, Gated), fmt.Sprintf("residual %q: want bypass, standard or gated", c.Residual)},
		{c.HSAMLP || c.Residual == Standard, "hsa_mlp false needs residual \"standard\": the others reach the stream through the MLP"},
		{oneOf(c.FarPositions, NoPositions, RotaryPositions), fmt.Sprintf("far_positions %q: want none or rope", c.FarPositions)},
		{(c.Encoder == EncoderCLS) == (c.CLSTokens > 0), "cls_tokens must be positive with encoder \"cls\" and 0 otherwise"},
		{!c.EntropyBias || (c.RetrievalDim == c.MemoryKVHeads*c.HeadDim() && !c.SingleHeadRetrieval && !c.LandmarkNorm && c.CLSTokens <= 1 && c.FarPositions == NoPositions),
			"entropy_bias pools the memory keys: it needs retrieval_dim = memory_kv_heads·dim/heads, one CLS, no single_head_retrieval, landmark_norm or far_positions"},
		{!c.HideWindowChunks || (c.Backbone == BackboneWindow && c.Window >= c.Chunk), "hide_window_chunks needs window >= chunk, or a token would see its own unfinished chunk"},
		{c.HSAWindow >= 0, "hsa_window must be 0 (none) or more"},
		{c.TokenShift >= 0 && c.TokenShift <= 8, "token_shift must lie in 0..8"},
		{c.RopeTheta > 1, "rope_theta must be above 1"},
		{c.EpsWindow > 0 && c.EpsFinal > 0, "eps_window and eps_final must be positive"},
		{c.TrainingLength >= 0, "training_length must not be negative"},
	}
}

// mambaSizes reports whether the sizes of the state space fit the backbone.
func (c Config) mambaSizes() bool {
	all := min(c.MambaState, c.MambaExpand, c.MambaHeadDim, c.MambaConvWidth) > 0
	none := c.MambaState == 0 && c.MambaExpand == 0 && c.MambaHeadDim == 0 && c.MambaConvWidth == 0
	return (c.Backbone == BackboneMamba2 && all) || (c.Backbone != BackboneMamba2 && none)
}

func oneOf[T comparable](v T, allowed ...T) bool {
	for _, a := range allowed {
		if v == a {
			return true
		}
	}
	return false
}
