package hsa

import (
	"math"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
)

// backboneLayer is one layer beside the HSA layers, on x [B T dim].
func (b *builder) backboneLayer(x *Node, name string) *Node {
	if b.cfg.Backbone == BackboneMamba2 {
		return Add(x, b.mixer(b.rmsNorm(x, name+".norm", b.cfg.EpsWindow), name+".mixer"))
	}
	return b.windowLayer(x, name)
}

// mambaWidths are the widths inside a Mamba-2 mixer: inner channels in heads of MambaHeadDim, and those that pass the
// convolution, which are the inner ones and one B and one C of MambaState for all heads.
func (c Config) mambaWidths() (inner, heads, conv int) {
	inner = c.MambaExpand * c.Dim
	return inner, inner / max(1, c.MambaHeadDim), inner + 2*c.MambaState
}

// mixer is a Mamba-2 mixer on x [B T dim]: a projection to a gate z, the channels x, B and C, and a step Δ a head; a causal
// convolution with SiLU over x, B and C; the state space; its gated norm; a projection back. Where there is a carry, the
// convolution's last rows and the state continue those of the segment before.
func (b *builder) mixer(x *Node, name string) *Node {
	c, dims := b.cfg, x.Shape().Dimensions
	inner, heads, conv := c.mambaWidths()
	projected := b.linear(x, name+".in_proj")
	columns := func(x *Node, from, to int) *Node { return SliceAxis(x, 2, AxisRange(from, to)) }
	z, steps := columns(projected, 0, inner), columns(projected, inner+conv, inner+conv+heads)
	xbc := silu(b.causalConv(columns(projected, inner, inner+conv), name))
	channels := Reshape(columns(xbc, 0, inner), dims[0], dims[1], heads, c.MambaHeadDim)
	bm, cm := columns(xbc, inner, inner+c.MambaState), columns(xbc, inner+c.MambaState, conv)

	steps = softplus(Add(steps, ExpandLeftToRank(b.p[name+".dt_bias"], 3)))
	decay := Neg(Mul(steps, ExpandLeftToRank(Exp(b.p[name+".A_log"]), 3)))
	y, end := ssd(Mul(channels, InsertAxes(steps, -1)), decay, bm, cm, b.stateBefore(x, name))
	b.leaveState(name, end)
	y = Add(y, Mul(channels, Reshape(b.p[name+".D"], 1, 1, heads, 1)))
	y = Mul(Reshape(y, dims[0], dims[1], inner), silu(z))
	return b.linear(b.rmsNorm(y, name+".norm", c.EpsWindow), name+".out_proj")
}

// causalConv is a convolution of each channel of x [B T channels] with its own taps over the token and the
// MambaConvWidth-1 before it.
func (b *builder) causalConv(x *Node, name string) *Node {
	dims, past := x.Shape().Dimensions, b.cfg.MambaConvWidth-1
	joined := x
	if past > 0 {
		before := b.before(name + ".conv")
		if before == nil {
			before = filled(x.Graph(), 0, dims[0], past, dims[2])
		}
		b.leave(name+".conv", before, x)
		joined = Concatenate([]*Node{before, x}, 1)
	}
	taps := Reshape(b.p[name+".conv1d.weight"], dims[2], past+1)
	sum := BroadcastToDims(Reshape(b.p[name+".conv1d.bias"], 1, 1, -1), dims...)
	for i := range past + 1 {
		tap := Reshape(SliceAxis(taps, 1, AxisElem(i)), 1, 1, -1)
		sum = Add(sum, Mul(sliceTokens(joined, i, i+dims[1]), tap))
	}
	return sum
}

// stateBefore is the state of the segment before [B N H P], or 0; a carry holds it as [B H P N].
func (b *builder) stateBefore(x *Node, name string) *Node {
	if before := b.before(name + ".state"); before != nil {
		return TransposeAllAxes(before, 0, 3, 1, 2)
	}
	_, heads, _ := b.cfg.mambaWidths()
	return filled(x.Graph(), 0, x.Shape().Dimensions[0], b.cfg.MambaState, heads, b.cfg.MambaHeadDim)
}

func (b *builder) leaveState(name string, end *Node) {
	if b.carry != nil {
		b.carry.next[name+".state"] = TransposeAllAxes(end, 0, 2, 3, 1)
	}
}

// mixerCarry lists what a mixer carries from segment to segment: the rows in front of its convolution, and its state.
func (c Config) mixerCarry(name string) []carried {
	_, heads, conv := c.mambaWidths()
	state := carried{name + ".state", []int{1, heads, c.MambaHeadDim, c.MambaState}}
	if c.MambaConvWidth == 1 {
		return []carried{state}
	}
	return []carried{{name + ".conv", []int{1, c.MambaConvWidth - 1, conv}}, state}
}

// backboneLayer lists the parameters of a layer of the backbone.
func (b *paramList) backboneLayer(name string) {
	if b.cfg.Backbone != BackboneMamba2 {
		b.windowLayer(name, b.cfg.MLPWidth, false)
		return
	}
	b.norm(name+".norm", b.cfg.Dim)
	b.mixer(name + ".mixer")
}

// mixer lists the parameters of a Mamba-2 mixer, which begin as published: A uniform in 1..16, and Δ log-uniform in
// 0.001..0.1 where the projection is 0.
func (b *paramList) mixer(name string) {
	c := b.cfg
	inner, heads, conv := c.mambaWidths()
	taps := 1 / math.Sqrt(float64(c.MambaConvWidth))
	b.linear(name+".in_proj", inner+conv+heads, c.Dim)
	b.add(Param{Name: name + ".conv1d.weight", Shape: []int{conv, 1, c.MambaConvWidth}, draw: uniform(-taps, taps)})
	b.add(Param{Name: name + ".conv1d.bias", Shape: []int{conv}, draw: uniform(-taps, taps)})
	b.add(Param{Name: name + ".dt_bias", Shape: []int{heads}, draw: func(rng *rand.Rand) float64 {
		step := math.Exp(uniform(math.Log(1e-3), math.Log(1e-1))(rng))
		return step + math.Log(-math.Expm1(-step)) // whose softplus is step
	}})
	b.add(Param{Name: name + ".A_log", Shape: []int{heads}, draw: func(rng *rand.Rand) float64 {
		return math.Log(uniform(1, 16)(rng))
	}})
	b.add(Param{Name: name + ".D", Shape: []int{heads}, Fill: 1})
	b.norm(name+".norm", inner)
	b.linear(name+".out_proj", c.Dim, inner)
}

func uniform(lo, hi float64) func(*rand.Rand) float64 {
	return func(rng *rand.Rand) float64 { return lo + (hi-lo)*rng.Float64() }
}
