package hsa

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

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

var presets = map[string]func(vocab int) Config{"nano": Nano}

// Preset returns the config of that name for a vocabulary.
func Preset(name string, vocab int) (Config, error) {
	if make, ok := presets[name]; ok {
		return make(vocab), nil
	}
	names := slices.Sorted(maps.Keys(presets))
	return Config{}, fmt.Errorf("unknown preset %q; there is: %s", name, strings.Join(names, ", "))
}
