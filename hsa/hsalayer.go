package hsa

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// hsaLayer is one HSA layer with its MLP (Eq. 2 and 6) on x [B T dim]; attend gives the context of the query
// [N T·G D], N = B·Hm, or is not called where there is no chunk yet: H is 0 then.
func (b *builder) hsaLayer(x *Node, name string, acts *groupActivations, attend func(q *Node) *Node) *Node {
	if b.cfg.HSAWindow > 0 {
		normed := b.rmsNorm(x, name+".window_norm", epsInner)
		acts.window = b.windowAttention(normed, name+".window", b.cfg.HSAWindow)
		x = Add(x, acts.window)
	}
	acts.input = x
	inner, past := x, x // what the MLP reads, and what goes past it
	if acts.weights != nil {
		normed := b.rmsNorm(x, name+".norm", epsInner)
		acts.context = b.hsaContext(normed, name, attend)
		acts.out = b.linear(acts.context, name+".o_proj")
		inner = Add(x, acts.out)
		past = b.pastMLP(x, normed, acts.out, name)
	}
	acts.mlp = b.hsaMLP(inner, name)
	acts.stream = Add(past, acts.mlp)
	return acts.stream
}

// pastMLP is what goes past the MLP (Eq. 6): x and that part of the retrieved content h which the residual lets enter
// the stream directly; normed is the norm of x. All are [B T dim].
func (b *builder) pastMLP(x, normed, h *Node, name string) *Node {
	switch b.cfg.Residual {
	case Standard:
		return Add(x, h)
	case Gated:
		return Add(x, Mul(h, Sigmoid(b.linear(normed, name+".gate_proj"))))
	}
	return x
}

// hsaMLP is M, the layer's SwiGLU with its norm; 0 in a layer that has none.
func (b *builder) hsaMLP(x *Node, name string) *Node {
	if !b.cfg.HSAMLP {
		return ZerosLike(x)
	}
	return b.swiGLU(b.rmsNorm(x, name+".mlp_norm", epsInner), name+".mlp")
}

// hsaContext is what the query heads read out of the chunks [B T dim].
func (b *builder) hsaContext(normed *Node, name string, attend func(q *Node) *Node) *Node {
	batch, tail := normed.Shape().Dimensions[0], normed.Shape().Dimensions[1]
	kv, size := b.cfg.MemoryKVHeads, b.cfg.HeadDim()
	q := b.hsaQuery(normed, name)
	return ungroup(attend(groupQueries(q, kv, size)), batch, tail, kv, b.cfg.Heads/kv, size)
}

// hsaQuery is the query of the HSA layer without positions, scaled by 1/sqrt(D): [B T dim].
func (b *builder) hsaQuery(x *Node, name string) *Node {
	size := b.cfg.HeadDim()
	scale := 1 / math.Sqrt(float64(size))
	if b.cfg.HSAQKNorm {
		return MulScalar(b.headNorm(b.linear(x, name+".q_proj"), name+".q_norm", size, epsInner), scale)
	}
	return b.scaled(x, name+".q_proj", scale)
}

// attend is Eq. 2 over what was picked, in the form asked for.
func (b *builder) attend(q *Node, mem memory, r retrieval, form Form) *Node {
	kv, size := b.cfg.MemoryKVHeads, b.cfg.HeadDim()
	dims := mem.k.Shape().Dimensions
	batch, chunks, chunk := dims[0], dims[1], dims[2]
	byHead := func(x *Node) *Node { return groupKeys(Reshape(x, batch, chunks*chunk, kv*size), kv, size) }
	k, v := byHead(mem.k), byHead(mem.v)
	heads := func(x *Node) *Node { return b.toMemoryHeads(x, batch) }
	if form == Dense || r.picks == nil {
		return b.attendDense(q, k, v, heads(r.weights), chunk, b.cfg.sharing())
	}
	k, v = Reshape(k, batch*kv, chunks, chunk, size), Reshape(v, batch*kv, chunks, chunk, size)
	picks := heads(r.picks)
	if form == Dispatch {
		return b.attendDispatch(q, k, v, heads(r.weights), heads(r.picked), picks, b.cfg.sharing())
	}
	weights := pickWeights(heads(r.weights), picks)
	return b.attendGather(q, gatherChunks(k, picks), gatherChunks(v, picks), weights, b.cfg.sharing())
}

// toMemoryHeads turns [B·Hr …] into [B·Hm …]: with one retrieval head its picks serve every memory head.
func (b *builder) toMemoryHeads(x *Node, batch int) *Node {
	if b.cfg.RetrievalHeads() == b.cfg.MemoryKVHeads {
		return x
	}
	dims := x.Shape().Dimensions
	x = BroadcastToDims(Reshape(x, batch, 1, dims[1], dims[2]), batch, b.cfg.MemoryKVHeads, dims[1], dims[2])
	return Reshape(x, batch*b.cfg.MemoryKVHeads, dims[1], dims[2])
}
