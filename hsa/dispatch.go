package hsa

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// attendDispatch is attendDense computed chunk by chunk: the (token, pick) pairs of one chunk are gathered in
// tiles of a fixed number of rows, each tile attends to its one chunk, and the results go back to their tokens.
// Queries are copied, not keys and values. Shapes are static: T·K/rows + C tiles always suffice.
// q [N T·G D], k and v [N C S D], weights, picked [N T C], picks [N T K]; the result is [N T·G D].
func (m products) attendDispatch(q, k, v, weights, picked, picks *Node, share sharing) *Node {
	d := newDispatch(k.Shape().Dimensions, picks.Shape().Dimensions)
	group := q.Shape().Dimensions[1] / d.tail
	width := group * d.size

	slot, tileChunk := d.plan(StopGradient(picked), picks)
	tokens := d.tokensBySlot(slot)
	tiles := Gather(Reshape(q, d.n*d.tail, width), tokens)
	tiles = Reshape(tiles, d.n*d.tiles, d.rows*group, d.size)
	kTiles := d.chunkTiles(k, tileChunk)
	vTiles := d.chunkTiles(v, tileChunk)
	logits := Reshape(m.productT(tiles, kTiles), -1, d.chunk)
	out := m.product(Reshape(share.inside(logits), d.n*d.tiles, d.rows*group, d.chunk), vTiles)

	w := share.across(Reshape(pickWeights(weights, picks), d.n*d.tail, 1, d.picks), func() *Node {
		return transposed(Reshape(d.bySlot(logSumExp(logits), slot, group), d.n*d.tail, d.picks, group))
	})
	back := Reshape(d.bySlot(out, slot, width), d.n*d.tail, d.picks, width)
	return Reshape(weightedSum(w, back), d.n, d.tail*group, d.size)
}

// bySlot gives what the tiles hold, width numbers a row, back to the (token, pick) pairs: [N·T·K width].
func (d dispatch) bySlot(tiles, slot *Node, width int) *Node {
	return Gather(Reshape(tiles, d.n*d.tiles*d.rows, width), Reshape(slot, -1, 1))
}

// weightedSum is Σ_k w[m,g,k] x[m,k,g] of w [M G K], or [M 1 K] where all g have the same, and x [M K G·D]: [M 1 G·D].
func weightedSum(w, x *Node) *Node {
	dims := x.Shape().Dimensions
	m, picks, width := dims[0], dims[1], dims[2]
	group := w.Shape().Dimensions[1]
	if group == 1 {
		return matmul(w, x)
	}
	x = Mul(Reshape(x, m, picks, group, width/group), Reshape(transposed(w), m, picks, group, 1))
	return ReduceSum(x, 1)
}

// dispatch holds the sizes of one dispatch.
type dispatch struct {
	n, tail, picks, chunks, chunk, size int
	rows, tiles                         int // rows a tile, tiles a group
}

func newDispatch(k, picks []int) dispatch {
	d := dispatch{n: k[0], chunks: k[1], chunk: k[2], size: k[3], tail: picks[1], picks: picks[2]}
	d.rows = min(64, max(4, d.tail*d.picks/d.chunks))
	d.tiles = d.tail*d.picks/d.rows + d.chunks
	return d
}

// plan gives every (token, pick) pair a row among the tiles [N T K] (flat over N), and every tile its chunk
// [N tiles]. A pair whose chunk was not visible shares the last row of its group, which no real pair uses since
// the bound on tiles leaves one spare; its weight is 0.
func (d dispatch) plan(picked, picks *Node) (slot, tileChunk *Node) {
	g := picked.Graph()
	counts := ReduceSum(picked, 1) // [N C]
	// Half a pair less than rows-1 more: the product with 1/rows is rounded, and must not fall below a whole number.
	needed := ConvertDType(Floor(MulScalar(AddScalar(counts, float64(d.rows)-0.5), 1/float64(d.rows))), dtypes.Float32)
	end := matmul(needed, Const(g, upTo(d.chunks))) // tiles up to and with chunk c
	start := Sub(end, needed)
	rank := earlier(picked) // [N T C]: pairs of this chunk before token t
	place := Add(rank, MulScalar(InsertAxes(start, 1), float64(d.rows)))
	last := float64(d.tiles*d.rows - 1)
	place = Add(Mul(place, picked), MulScalar(OneMinus(picked), last))
	place = ConvertDType(pickWeights(place, picks), dtypes.Int32)
	slot = Add(place, MulScalar(Iota(g, picks.Shape(), 0), d.tiles*d.rows))

	tile := Iota(g, shapes.Make(dtypes.Float32, d.n, d.tiles, d.chunks), 1)
	done := ConvertDType(LessOrEqual(BroadcastToDims(InsertAxes(end, 1), d.n, d.tiles, d.chunks), tile), dtypes.Int32)
	tileChunk = Min(ReduceSum(done, 2), filledInt(g, d.chunks-1, d.n, d.tiles))
	return StopGradient(slot), StopGradient(tileChunk)
}

// tokensBySlot inverts slot [N T K]: the token (flat over N·T) whose query each row of the tiles holds
// [N·tiles·rows 1]. Rows that hold no pair name token 0; nothing reads them.
func (d dispatch) tokensBySlot(slot *Node) *Node {
	g := slot.Graph()
	token := Add(MulScalar(Iota(g, slot.Shape(), 0), d.tail), Iota(g, slot.Shape(), 1))
	rows := d.n * d.tiles * d.rows
	tokens := ScatterMax(filledInt(g, 0, rows), Reshape(slot, -1, 1), Reshape(token, -1), false, false)
	return Reshape(StopGradient(tokens), rows, 1)
}

// chunkTiles copies to every tile the keys or values x [N C S D] of its chunk: [N·tiles S D].
func (d dispatch) chunkTiles(x, tileChunk *Node) *Node {
	flat := Add(MulScalar(Iota(x.Graph(), tileChunk.Shape(), 0), d.chunks), tileChunk)
	rows := Gather(Reshape(x, d.n*d.chunks, d.chunk*d.size), Reshape(flat, -1, 1))
	return Reshape(rows, d.n*d.tiles, d.chunk, d.size)
}

// earlier is the exclusive running sum over tokens of x [N T C], in blocks so that a long tail needs no T×T table.
func earlier(x *Node) *Node {
	const block = 256
	dims := x.Shape().Dimensions
	n, tail, chunks := dims[0], dims[1], dims[2]
	if tail <= block {
		return columnSums(x)
	}
	blocks := (tail + block - 1) / block
	padded := Reshape(padTokens(x, blocks*block), n*blocks, block, chunks)
	inside := Reshape(columnSums(padded), n, blocks, block, chunks)
	totals := columnSums(Reshape(ReduceSum(padded, 1), n, blocks, chunks))
	sums := Add(inside, InsertAxes(totals, 2))
	return sliceTokens(Reshape(sums, n, blocks*block, chunks), 0, tail)
}

// columnSums is [N T C] summed over earlier tokens, with a T×T table.
func columnSums(x *Node) *Node {
	dims := x.Shape().Dimensions
	table := BroadcastPrefix(Const(x.Graph(), before(dims[1])), dims[0])
	return matmul(table, x)
}

func filledInt(g *Graph, value int, dims ...int) *Node {
	return BroadcastToDims(Const(g, int32(value)), dims...)
}
