package hsa

import (
	"fmt"
	"strings"
)

// PresetInfo is a size that has a name.
type PresetInfo struct {
	Name           string
	Summary        string
	Vocab          int // token ids, unless asked for otherwise
	TrainingLength int // tokens of the sequences that it is meant to be trained on
	build          func(vocab int) Config
}

// Config is the preset's architecture for a vocabulary, untrained; 0 takes the preset's own.
func (p PresetInfo) Config(vocab int) Config {
	if vocab == 0 {
		vocab = p.Vocab
	}
	return p.build(vocab)
}

// Presets lists the sizes that have a name, the smallest first.
func Presets() []PresetInfo {
	return []PresetInfo{
		{"nano", "trains on two CPU cores in minutes", 64, 128, Nano},
		{"tiny", "the paper's model and geometry, small enough to ship", 4096, 4096, Tiny},
		{"small", "the ablations at the paper's geometry", 4096, 4096, Small},
		{"paper", "the scale of the paper's main runs", 50280, 4096, Paper},
		{"ultralong", "the published configuration of the 345M class", 100278, 8192, UltraLong},
	}
}

// FindPreset returns the preset of that name.
func FindPreset(name string) (PresetInfo, error) {
	var names []string
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return PresetInfo{}, fmt.Errorf("unknown preset %.100q; the nearest is %q; there is: %s", name, Nearest(name, names), strings.Join(names, ", "))
}

// Preset returns the config of that name for a vocabulary; 0 takes the preset's own.
func Preset(name string, vocab int) (Config, error) {
	p, err := FindPreset(name)
	if err != nil {
		return Config{}, err
	}
	return p.Config(vocab), nil
}

// Nano is the paper's architecture at the size that two CPU cores train in minutes: 0.18M parameters, chunks of
// 8 tokens, windows of 16, top-K 4. Beside the paper's model it leaves out the norms' scales, QK-norm and the
// encoder's biases, which cost speed and are not needed to learn retrieval at this size, and weights chunks by
// softmax, which the plain recipe learns in fewer steps than stick-breaking. vocab is the number of token ids.
func Nano(vocab int) Config {
	return Config{
		Vocab: vocab, Dim: 64, Heads: 4, WindowKVHeads: 1, MemoryKVHeads: 1, MLPWidth: 160,
		Chunk: 8, Window: 16, TopK: 4, TokensPerRetrieval: 1, Backbone: BackboneWindow,
		LowerLayers: 1, UpperLayers: 1, Groups: 1, RetrievalDim: 32,
		Encoder: EncoderCLS, EncoderLayers: 1, CLSTokens: 1, EncoderMLPWidth: 160,
		Weighting: WeightSoftmax, FarPositions: NoPositions, Residual: Bypass, HSAMLP: true,
		RopeTheta: 10000, EpsWindow: 1e-6, EpsFinal: 1e-6,
	}
}

// full is what the four larger presets share: the paper's full model (encoder with CLS, bypass, section 3) at its
// geometry (S 64, W 512, K 8, one retrieval a token, section 6), and what the published code of the model family
// always has or has as its default (QK-norm, norms with a scale, biases in the encoder, rotary base 10,000, no
// norm in front of the encoder, one memory head). The paper does not say whether the HSA layer has QK-norm; the later
// configuration has. The epsilons of that code's configurations are not known; 1e-6 is what it uses elsewhere.
func full(vocab int) Config {
	return Config{
		Vocab: vocab, MemoryKVHeads: 1,
		Chunk: 64, Window: 512, TopK: 8, TokensPerRetrieval: 1, Backbone: BackboneWindow,
		Encoder: EncoderCLS, EncoderLayers: 1, CLSTokens: 1, EncoderBias: true,
		Weighting: WeightStickBreaking, FarPositions: NoPositions, Residual: Bypass, HSAMLP: true,
		WindowQKNorm: true, HSAQKNorm: true, NormScale: true,
		RopeTheta: 10000, EpsWindow: 1e-6, EpsFinal: 1e-6, TiedHead: true,
	}
}

// Tiny is the paper's model and geometry in 5.1M parameters, 10 MB in half precision: width 256, 8 query heads, 2+2
// layers and one group. Its sizes are ours; MLPs have the width 64·⌊8d/3/64⌋ that the published code gives its encoder.
func Tiny(vocab int) Config {
	c := full(vocab)
	c.Dim, c.Heads, c.WindowKVHeads, c.MLPWidth, c.EncoderMLPWidth = 256, 8, 2, 640, 640
	c.LowerLayers, c.UpperLayers, c.Groups, c.RetrievalDim = 2, 2, 1, 256
	return c
}

// Small is the paper's model and geometry in 25M parameters beside the embedding: width 512, 8 query and 2 key/value
// heads, 8 layers of which 2 are HSA layers, in 2 groups. Its sizes are ours, those of the speed measurements on one GPU.
func Small(vocab int) Config {
	c := full(vocab)
	c.Dim, c.Heads, c.WindowKVHeads, c.MemoryKVHeads, c.MLPWidth, c.EncoderMLPWidth = 512, 8, 2, 2, 1344, 1344
	c.LowerLayers, c.UpperLayers, c.Groups, c.RetrievalDim = 4, 2, 2, 512
	return c
}

// Paper is the scale of the paper's main runs. Known of those: about 240M parameters, S 64, W 512, K 8, 4,096 tokens,
// stick-breaking. Depth and width are in a table that could not be read; this shape makes 243.6M with the layers of the
// published code: width 1024, MLP 2816, 16 heads with keys of their own in the windows, 6+6 layers, one group, an encoder
// of 2 layers, retrieval width 1024, and the tied 50,280 tokens of GPT-NeoX that the group's other models have.
func Paper(vocab int) Config {
	c := full(vocab)
	c.Dim, c.Heads, c.WindowKVHeads, c.MLPWidth, c.EncoderMLPWidth = 1024, 16, 16, 2816, 2688
	c.EncoderLayers = 2
	c.LowerLayers, c.UpperLayers, c.Groups, c.RetrievalDim = 6, 6, 1, 1024
	return c
}

// UltraLong is the configuration of the 345M class that the group published with a later paper (HiLS, arXiv 2607.02980,
// where it is a baseline): width 1024, MLP 4096, 8+8 layers, 2 groups, 16 query, 2 window and 1 memory heads, K 32,
// softmax with rank decay, Gumbel noise, one encoder layer, the tied 100,278 tokens of OLMo 3; trained on 8,192 tokens.
// Without the embedding it has 282M parameters, with it 385M.
func UltraLong(vocab int) Config {
	c := full(vocab)
	c.Dim, c.Heads, c.WindowKVHeads, c.MLPWidth, c.EncoderMLPWidth = 1024, 16, 2, 4096, 2688
	c.LowerLayers, c.UpperLayers, c.Groups, c.RetrievalDim = 8, 8, 2, 1024
	c.TopK, c.GumbelNoise, c.Weighting, c.RankDecay = 32, true, WeightSoftmax, true
	return c
}
