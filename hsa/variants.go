package hsa

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
	"no-uppers": func(c *Config) { c.UpperLayers = 0 },
}
