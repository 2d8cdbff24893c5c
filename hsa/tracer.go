package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// tracer makes the outputs that a trace asks for, of one group of the upper half.
type tracer struct {
	b             *builder
	parts         TraceParts
	form          Form
	scores, marks *Node // [Hr T K]
	k, v          *Node // of the picked chunks [Hm T K S D], or in the dense form of all [1 C S Hm·D]
	every         *Node // keys of all visible chunks [1 C S Hm·D], for the mass
	rotation      *Node // of the queries, with far positions
	input         *Node // the stream before the group [1 T dim]
	query         *Node // of the HSA layer, scaled [Hm T·G D]
}

// newTracer takes the inputs of a group behind the carry: scores, marks, keys, values, and every key for the mass.
func newTracer(b *builder, key graphKey, x *Node, in []*Node) *tracer {
	t := &tracer{b: b, parts: key.trace, form: key.form, input: x, scores: in[0], marks: in[1], k: in[2], v: in[3]}
	in = in[4:]
	if key.trace&TraceMass != 0 {
		t.every, in = in[0], in[1:]
	}
	t.rotation = farOf(in, 0)
	return t
}

// outputs lists what is traced in the order of TraceParts.
func (t *tracer) outputs(acts *groupActivations) []*Node {
	var out []*Node
	for _, part := range []struct {
		bit  TraceParts
		make func() *Node
	}{
		{TraceWeights, func() *Node { return acts.weights }},
		{TraceBranches, func() *Node { return t.branches(acts) }},
		{TraceInside, t.inside},
		{TraceMass, t.mass},
	} {
		if t.parts&part.bit != 0 {
			out = append(out, part.make())
		}
	}
	return out
}

// branches is [T 5]: the norms of BranchNorms in order.
func (t *tracer) branches(acts *groupActivations) *Node {
	window := acts.window
	if window == nil {
		window = ZerosLike(t.input)
	}
	var columns []*Node
	for _, part := range []*Node{acts.input, window, acts.out, acts.mlp, acts.stream} {
		columns = append(columns, Reshape(Sqrt(ReduceSum(Square(part), 2)), -1, 1))
	}
	return Concatenate(columns, 1)
}

// inside is the attention over the tokens of each slot [Hm T G K S].
func (t *tracer) inside() *Node {
	dims := t.scores.Shape().Dimensions
	tokens, slots := dims[1], dims[2]
	c := t.b.cfg
	kv, size, group := c.MemoryKVHeads, c.HeadDim(), c.Heads/c.MemoryKVHeads
	var logits *Node
	if t.form == Dense {
		logits = matmulT(t.query, t.b.keysByHead(t.k))
	} else {
		logits = matmulT(Reshape(t.query, kv*tokens, group, size), Reshape(t.k, kv*tokens, slots*c.Chunk, size))
	}
	return Reshape(c.sharing().inside(Reshape(logits, -1, c.Chunk)), kv, tokens, group, slots, c.Chunk)
}

// mass is the log attention mass of every chunk [Hm T G C].
func (t *tracer) mass() *Node {
	c := t.b.cfg
	tokens, chunks := t.input.Shape().Dimensions[1], t.every.Shape().Dimensions[1]
	logits := Reshape(matmulT(t.query, t.b.keysByHead(t.every)), -1, c.Chunk)
	return Reshape(logSumExp(logits), c.MemoryKVHeads, tokens, c.Heads/c.MemoryKVHeads, chunks)
}
