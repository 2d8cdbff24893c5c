package hsa

import "math/rand/v2"

// Variants are small models, ready to be given values, that differ from "base" in one switch or a few that belong
// together: what conformance is checked on, and every graph is built for.
func Variants() map[string]Config {
	out := make(map[string]Config, len(variants))
	for name, change := range variants {
		c := smallConfig()
		change(&c)
		out[name] = c
	}
	return out
}

// LivelyWeights are initial weights in which what starts at 0 or 1 (scales, biases, rank decay) is moved, so that every
// parameter matters: for checks, not for training.
func LivelyWeights(c Config, seed uint64) *Weights {
	return &Weights{Config: c, Values: livelyValues(c, seed)}
}

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
	"mamba2":    func(c *Config) { toMamba(c); c.LowerLayers, c.NormScale = 2, true },
	"mamba2-2g": func(c *Config) {
		toMamba(c)
		c.Groups, c.UpperLayers, c.HSAWindow, c.TokenShift, c.TokensPerRetrieval = 2, 2, 5, 1, 3
	},
	"narrow":    func(c *Config) { c.Chunk, c.Window = 5, 3 }, // a window smaller than a chunk
	"no-uppers": func(c *Config) { c.UpperLayers = 0 },
}

// toMamba turns a config into one with a Mamba-2 backbone.
func toMamba(c *Config) {
	c.Backbone, c.Window = BackboneMamba2, 0
	c.MambaState, c.MambaExpand, c.MambaHeadDim, c.MambaConvWidth = 5, 2, 8, 4
}
