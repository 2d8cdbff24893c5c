package hsa

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// hilsGraph builds the operator of HiLS attention (arXiv 2607.02980) as graph nodes. N = B·Hk key/value heads, each read
// by G query heads; the last of the S tokens of a chunk is its landmark token, which pools the others and is not read.
type hilsGraph struct{ HiLSSpec }

// hilsParts are what the operator computes, by key/value head and in chunk space.
type hilsParts struct {
	landmarkKeys, landmarkBias *Node // [N C G D] [N C G 1]
	scores                     *Node // [N L G C], bias included, not masked
	picked                     *Node // [N L C], 1 or 0
	weights                    *Node // [N L G C+1]: of the chunks, 0 where not picked, and of the window
	out                        *Node // [B L Hq·D]
}

// build computes the operator from rq, q [B L Hq·D], k, v [B L Hk·D], windowOut [B L Hq·D] and windowLSE [B L Hq].
func (h hilsGraph) build(rq, q, k, v, windowOut, windowLSE *Node) hilsParts {
	scale := 1 / math.Sqrt(float64(h.HeadDim))
	rq, q = h.byHead(MulScalar(rq, scale), h.HeadDim), h.byHead(MulScalar(q, scale), h.HeadDim)
	keys, values := h.readable(k), h.readable(v)
	p := hilsParts{}
	p.landmarkKeys, p.landmarkBias = h.landmarks(rq, keys)
	p.scores = h.scores(rq, p.landmarkKeys, p.landmarkBias)

	n, lse := h.groups(), h.byHead(windowLSE, 1) // [N L G 1]
	visible := repeated(rq.Graph(), h.visibility(), n, h.Length, h.chunks())
	p.picked, _ = topChunks(h.ranks(p.scores, lse, visible), visible, min(h.TopK, h.chunks()))
	p.weights = h.weights(p.scores, lse, p.picked)

	group, size, s := h.group(), h.HeadDim, h.Chunk-1
	chunkWeights := Reshape(SliceAxis(p.weights, 3, AxisRange(0, h.chunks())), n*h.Length, group, h.chunks())
	out := products{}.attendDense(Reshape(q, n, h.Length*group, size), Reshape(keys, n, h.chunks()*s, size), Reshape(values, n, h.chunks()*s, size),
		p.picked, s, headWeights{chunkWeights})
	window := Mul(h.byHead(windowOut, size), SliceAxis(p.weights, 3, AxisElem(h.chunks())))
	out = Add(out, Reshape(window, n, h.Length*group, size))
	p.out = ungroup(out, h.Batch, h.Length, h.KVHeads, group, size)
	return p
}

// byHead turns [B L Hq·width] into [N L G width].
func (h hilsGraph) byHead(x *Node, width int) *Node {
	x = Reshape(x, h.Batch, h.Length, h.Heads*width)
	return Reshape(groupQueries(x, h.KVHeads, width), h.groups(), h.Length, h.group(), width)
}

// readable are the keys or values [B L Hk·D] without the landmark tokens: [N C S-1 D].
func (h hilsGraph) readable(x *Node) *Node {
	x = groupKeys(Reshape(x, h.Batch, h.Length, h.KVHeads*h.HeadDim), h.KVHeads, h.HeadDim)
	x = Reshape(x, h.groups(), h.chunks(), h.Chunk, h.HeadDim)
	return SliceAxis(x, 2, AxisRange(0, h.Chunk-1))
}

// landmarks pools the keys of each chunk by the retrieval query of its landmark token: [N C G D] and [N C G 1].
func (h hilsGraph) landmarks(rq, keys *Node) (landmark, bias *Node) {
	n, chunks, group := h.groups(), h.chunks(), h.group()
	u := Reshape(rq, n, chunks, h.Chunk, group, h.HeadDim)
	u = Reshape(SliceAxis(u, 2, AxisElem(h.Chunk-1)), n*chunks, group, h.HeadDim)
	landmark, bias = entropyPool(u, Reshape(keys, n*chunks, h.Chunk-1, h.HeadDim))
	return Reshape(landmark, n, chunks, group, h.HeadDim), Reshape(bias, n, chunks, group, 1)
}

// scores are rq·landmark + bias, each query head with its own landmarks: [N L G C].
func (h hilsGraph) scores(rq, landmark, bias *Node) *Node {
	n, chunks, group := h.groups(), h.chunks(), h.group()
	heads := func(x *Node, rows, width int) *Node {
		return Reshape(TransposeAllAxes(x, 0, 2, 1, 3), n*group, rows, width)
	}
	s := matmulT(heads(rq, h.Length, h.HeadDim), heads(landmark, chunks, h.HeadDim)) // [N·G L C]
	s = Add(s, transposed(heads(bias, chunks, 1)))
	return TransposeAllAxes(Reshape(s, n, group, h.Length, chunks), 0, 2, 1, 3)
}

// ranks are what the chunks are picked by: the largest over the query heads of the log share of the mass of window and
// visible chunks that a chunk has, [N L C].
func (h hilsGraph) ranks(scores, lse, visible *Node) *Node {
	hidden := InsertAxes(MulScalar(AddScalar(visible, -1), -masked), 2)
	all := logSumExp(Concatenate([]*Node{Add(scores, hidden), lse}, 3)) // [N L G]
	return ReduceMax(Sub(scores, InsertAxes(all, -1)), 2)
}

// weights share one softmax among the picked chunks and the window: [N L G C+1].
func (h hilsGraph) weights(scores, lse, picked *Node) *Node {
	window := filled(picked.Graph(), 1, h.groups(), h.Length, 1, 1)
	kept := Concatenate([]*Node{InsertAxes(picked, 2), window}, 3)
	all := Concatenate([]*Node{scores, lse}, 3)
	return pickedSoftmax(all, BroadcastToDims(kept, all.Shape().Dimensions...), false)
}

// headWeights is the sharing of HiLS: one softmax a chunk, times a weight that differs between query heads [M G K].
type headWeights struct{ weights *Node }

func (headWeights) inside(logits *Node) *Node { return softmax(logits) }

func (s headWeights) across(*Node, func() *Node) *Node { return s.weights }
