package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
)

// tailOptions says how the upper half is computed.
type tailOptions struct {
	tail  int   // tokens at the end whose outputs must be exact; 0 means all of them
	topK  int   // chunks a token picks; 0 means all visible ones
	form  Form  // how attention inside the picked chunks is computed
	noise *Node // for the ranking of each group [G B·Hr T C], T being the tokens of the upper half; nil for none
}

// groupNoise is the ranking noise of group g [B·Hr T C], or nil.
func (o tailOptions) groupNoise(g int) *Node {
	if o.noise == nil {
		return nil
	}
	return Squeeze(Slice(o.noise, AxisElem(g)), 0)
}

// activations are the intermediate values of one forward pass.
type activations struct {
	stream *Node // the middle of the stream [B L dim]
	mem    memory
	first  int // position of the first token of the upper half
	groups []groupActivations
	hidden *Node // final_norm of the stream [B T dim]
}

// groupActivations are those of one group.
type groupActivations struct {
	retrieval
	// [B T dim]: what the layer's own window attention added, if it has one; the input behind that; the heads' context;
	// o_proj of it; the MLP's output; the layer's output
	window, input, context, out, mlp, stream *Node
	end                                      *Node // the stream behind the group's last layer [B T dim]
}

// forward runs the whole model on ids [B L] (section 3.3): lower half and chunk memory over the text, upper half
// over what the outputs of its tail depend on.
func (b *builder) forward(ids *Node, o tailOptions) activations {
	dims := ids.Shape().Dimensions
	batch, length := dims[0], dims[1]
	a := activations{stream: b.lower(ids)}
	chunks := b.chunks(length)
	if chunks > 0 {
		whole := sliceTokens(a.stream, 0, chunks*b.cfg.Chunk)
		a.mem = b.chunker(Reshape(whole, batch, chunks, b.cfg.Chunk, b.cfg.Dim))
		a.mem.landmarks = b.changes.replaced(a.mem.landmarks)
		a.mem.k = b.rotateFar(a.mem.k, b.farConst(ids.Graph(), 0, chunks*b.cfg.Chunk))
	}
	if o.tail > 0 {
		a.first = b.cfg.tailStart(length, o.tail)
	}
	tail := length - a.first
	x := sliceTokens(a.stream, a.first, length)
	for g := range b.cfg.Groups {
		name := fmt.Sprintf("groups.%d", g)
		var acts groupActivations
		if chunks > 0 {
			visible := repeated(x.Graph(), b.visibility(a.first, tail, chunks), batch*b.cfg.RetrievalHeads(), tail, chunks)
			acts.retrieval = b.retrieve(x, a.mem, name+".retrieval", picking{visible: visible, topK: o.topK, noise: o.groupNoise(g), forced: b.changes.forced})
		}
		x = b.hsaLayer(x, name+".hsa", &acts, func(q *Node) *Node {
			q = b.rotateFar(q, b.farConst(q.Graph(), a.first, tail))
			return b.changes.scaled(g, b.attend(q, a.mem, acts.retrieval, o.form))
		})
		for i := range b.cfg.UpperLayers / b.cfg.Groups {
			x = b.backboneLayer(x, fmt.Sprintf("%s.layers.%d", name, i))
		}
		acts.end = x
		a.groups = append(a.groups, acts)
	}
	a.hidden = b.rmsNorm(x, "final_norm", b.cfg.EpsFinal)
	return a
}

// chunks is the number of chunks that a text of length tokens leaves in the memory.
func (b *builder) chunks(length int) int {
	if b.memoryless {
		return 0
	}
	return b.cfg.Chunks(length)
}

// lower is the embedding, the token shift and the lower window layers: ids [B L] → [B L dim].
func (b *builder) lower(ids *Node) *Node {
	x := Gather(b.p["embed.weight"], InsertAxes(ids, -1))
	x = b.tokenShift(x)
	for i := range b.cfg.LowerLayers {
		x = b.backboneLayer(x, fmt.Sprintf("lower.%d", i))
	}
	return x
}

// tokenShift adds the learned mixture of the embeddings of the TokenShift tokens before each token.
func (b *builder) tokenShift(x *Node) *Node {
	n := b.cfg.TokenShift
	if n == 0 {
		return x
	}
	dims := x.Shape().Dimensions
	past := b.before("token_shift")
	if past == nil {
		past = filled(x.Graph(), 0, dims[0], n, dims[2])
	}
	b.leave("token_shift", past, x)
	joined, sum := Concatenate([]*Node{past, x}, 1), x
	for i := 1; i <= n; i++ {
		earlier := sliceTokens(joined, n-i, n-i+dims[1])
		sum = Add(sum, Mul(earlier, ExpandLeftToRank(b.p[fmt.Sprintf("token_shift.%d", i)], 3)))
	}
	return sum
}

// logits projects hidden [… dim] to the vocabulary.
func (b *builder) logits(hidden *Node) *Node {
	if b.cfg.TiedHead {
		return b.project(hidden, b.p["embed.weight"], nil)
	}
	return b.linear(hidden, "lm_head")
}
