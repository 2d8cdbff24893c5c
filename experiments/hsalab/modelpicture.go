package main

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/hsa"
)

// picture draws an architecture from the tokens at the top to the logits at the bottom.
func picture(name string, c hsa.Config) string {
	var p drawing
	p.line("%s: %s parameters", name, grouped(c.NumParams()))
	p.line("")
	p.line("tokens 0..%d", c.Vocab-1)
	p.line("  │")
	p.line("  ├─ embedding [%d %d]%s", c.Vocab, c.Dim, when(c.TokenShift > 0, " + token shift of %d", c.TokenShift))
	p.line("  ├─ lower half: %s", layers(c, c.LowerLayers))
	p.line("  │")
	p.memory(c)
	for g := range c.Groups {
		p.group(c, g)
	}
	p.line("  │")
	p.line("  └─ RMSNorm ─ %s [%d %d] ─ logits", headName(c), c.Vocab, c.Dim)
	return p.String()
}

// drawing is a picture line by line.
type drawing struct{ strings.Builder }

func (p *drawing) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// memory is the branch that makes the chunk memory.
func (p *drawing) memory(c hsa.Config) {
	p.line("  ├──── every %d tokens ──▶ %s", c.Chunk, encoder(c))
	p.line("  │       └─▶ chunk memory: %s of %d, %s of keys and values [%d %d]",
		landmarks(c), c.RetrievalDim, heads(c.MemoryKVHeads), c.Chunk, c.HeadDim())
}

// group is one group of the upper half.
func (p *drawing) group(c hsa.Config, g int) {
	p.line("  │")
	p.line("  ├─ group %d", g)
	p.line("  │   ├─ retrieval ◀── chunk memory: %s by query·landmark, %s", picks(c), heads(c.RetrievalHeads()))
	p.line("  │   │    weights: %s%s%s", c.Weighting, when(c.RankDecay, " with rank decay"), when(c.GumbelNoise, "; Gumbel noise on the ranking in training"))
	p.line("  │   ├─ HSA layer: %sattention inside each picked chunk, %s", when(c.HSAWindow > 0, "window attention of %d, ", c.HSAWindow), far(c))
	p.line("  │   │    %s", residual(c))
	if n := c.UpperLayers / c.Groups; n > 0 {
		p.line("  │   └─ %s", layers(c, n))
	}
}

// layers describes layers of the backbone.
func layers(c hsa.Config, n int) string {
	if c.Backbone == hsa.BackboneMamba2 {
		return fmt.Sprintf("%d × Mamba-2 layer (state %d, width %d in heads of %d, convolution of %d)", n, c.MambaState, c.MambaExpand*c.Dim, c.MambaHeadDim, c.MambaConvWidth)
	}
	return fmt.Sprintf("%d × window layer (W %d, %d query and %s of %d, MLP %d)", n, c.Window, c.Heads, kvHeads(c.WindowKVHeads), c.HeadDim(), c.MLPWidth)
}

func encoder(c hsa.Config) string {
	switch c.Encoder {
	case hsa.EncoderNone:
		return "RMSNorm, mean over the chunk"
	case hsa.EncoderMean:
		return fmt.Sprintf("%d × bidirectional layer (MLP %d), mean over the chunk", c.EncoderLayers, c.EncoderMLPWidth)
	}
	return fmt.Sprintf("%d × bidirectional layer (MLP %d) over the chunk and %s", c.EncoderLayers, c.EncoderMLPWidth, many(c.CLSTokens, "CLS", "CLS"))
}

func landmarks(c hsa.Config) string {
	if c.EntropyBias {
		return "1 landmark (memory keys pooled, with their entropy)"
	}
	return many(max(1, c.CLSTokens), "landmark", "landmarks")
}

func picks(c hsa.Config) string {
	k := "every visible chunk"
	if c.TopK > 0 {
		k = fmt.Sprintf("top %d chunks", c.TopK)
	}
	switch {
	case c.InferenceTopK > 0:
		k += fmt.Sprintf(" (after training %d)", c.InferenceTopK)
	case c.InferenceTopK == hsa.AllChunks:
		k += " (after training all)"
	}
	return k + when(c.TokensPerRetrieval > 1, " for %d tokens", c.TokensPerRetrieval)
}

func far(c hsa.Config) string {
	if c.FarPositions == hsa.RotaryPositions {
		return "rotary positions"
	}
	return "no positions"
}

// residual writes the wiring of the HSA layer, H being what was retrieved and M the MLP.
func residual(c hsa.Config) string {
	switch {
	case !c.HSAMLP:
		return "x + H"
	case c.Residual == hsa.Bypass:
		return fmt.Sprintf("x + M(x + H), MLP %d", c.MLPWidth)
	case c.Residual == hsa.Gated:
		return fmt.Sprintf("x + g·H + M(x + H), MLP %d", c.MLPWidth)
	}
	return fmt.Sprintf("x + H + M(x + H), MLP %d", c.MLPWidth)
}

func headName(c hsa.Config) string {
	if c.TiedHead {
		return "the embedding"
	}
	return "head"
}

func heads(n int) string   { return many(n, "head", "heads") }
func kvHeads(n int) string { return many(n, "key/value head", "key/value heads") }

func many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// when formats text where a condition holds.
func when(holds bool, format string, args ...any) string {
	if !holds {
		return ""
	}
	return fmt.Sprintf(format, args...)
}
