package hsa

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

const masked = -1e9 // added to the logits of keys that must not be seen

// windowLayer is a decoder layer: x += attention(norm x); x += SwiGLU(norm x). x is [B T dim].
func (b *builder) windowLayer(x *Node, name string) *Node {
	x = Add(x, b.windowAttention(b.rmsNorm(x, name+".attn_norm", b.cfg.EpsWindow), name+".attn", b.cfg.Window))
	return Add(x, b.swiGLU(b.rmsNorm(x, name+".mlp_norm", b.cfg.EpsWindow), name+".mlp"))
}

// windowAttention lets token t see tokens max(0, t-window)..t of x [B T dim]: window+1 keys. The text is cut in
// blocks of window tokens, and a block sees itself and the block before it, so cost and memory grow with
// T·window, and rotary positions count from the start of the earlier block: constants do not depend on T, and
// no position outside the training range ever occurs. Where a carry holds the window tokens before x, they are the
// block before the first.
func (b *builder) windowAttention(x *Node, name string, window int) *Node {
	dims := x.Shape().Dimensions
	batch, length := dims[0], dims[1]
	beforeK, beforeV := b.before(name+".k"), b.before(name+".v")
	w := newWindowBlocks(length, window, beforeK != nil)
	heads, kv, size := b.cfg.Heads, b.cfg.WindowKVHeads, b.cfg.HeadDim()

	q, k, v := b.windowProjections(padTokens(x, w.padded), name)
	b.leave(name+".k", beforeK, sliceTokens(k, 0, length))
	b.leave(name+".v", beforeV, sliceTokens(v, 0, length))

	group := heads / kv
	q = groupQueries(Reshape(q, batch*w.blocks, w.block, heads*size), kv, size) // [N block·G D]
	k = groupKeys(w.withPrevious(beforeK, k, batch), kv, size)                  // [N keys D]
	v = groupKeys(w.withPrevious(beforeV, v, batch), kv, size)
	q = rotateBy(q, b.turn(), func(row int) int { return row/group + w.keys - w.block })
	k = rotateBy(k, b.turn(), func(row int) int { return row })

	logits := Add(b.productT(q, k), w.mask(x.Graph(), batch, kv, group, window))
	if b.carry != nil && b.carry.have != nil {
		logits = Add(logits, w.missing(b.carry.have, batch, kv, window))
	}
	out := ungroup(b.product(softmax(logits), v), batch*w.blocks, w.block, kv, group, size)
	out = Reshape(out, batch, w.padded, heads*size)
	return b.linear(sliceTokens(out, 0, length), name+".o_proj")
}

// turn is how the rotary positions of the windows turn: by rope_theta, unless the builder says otherwise.
func (b *builder) turn() Rotary {
	if b.rotary.Frequencies != nil {
		return b.rotary
	}
	return NewRotary(b.cfg.RopeTheta, b.cfg.HeadDim())
}

// windowProjections are the queries, scaled by 1/sqrt(D), keys and values of window attention, not rotated yet.
func (b *builder) windowProjections(x *Node, name string) (q, k, v *Node) {
	size := b.cfg.HeadDim()
	scale := 1 / math.Sqrt(float64(size))
	k, v = b.linear(x, name+".k_proj"), b.linear(x, name+".v_proj")
	if !b.cfg.WindowQKNorm {
		return b.scaled(x, name+".q_proj", scale), k, v
	}
	q = MulScalar(b.headNorm(b.linear(x, name+".q_proj"), name+".q_norm", size, b.cfg.EpsWindow), scale)
	return q, b.headNorm(k, name+".k_norm", size, b.cfg.EpsWindow), v
}

// windowBlocks says how length tokens are cut for window attention.
type windowBlocks struct {
	block, blocks int  // tokens a block, number of blocks
	padded        int  // block·blocks ≥ length
	keys          int  // keys a block sees: its own, and the block before where there is one
	carried       bool // the first block has a block before it
}

func newWindowBlocks(length, window int, carried bool) windowBlocks {
	w := windowBlocks{block: window, carried: carried, keys: 2 * window}
	if length <= window {
		w.block, w.keys = length, length
		if carried {
			w.keys += window
		}
	}
	w.blocks = (length + w.block - 1) / w.block
	w.padded = w.blocks * w.block
	return w
}

// withPrevious turns [B padded width] into [B·blocks keys width]: each block behind the block before it, the first
// behind what was carried [B window width] or zeros.
func (w windowBlocks) withPrevious(carried, x *Node, batch int) *Node {
	width := x.Shape().Dimensions[2]
	if w.blocks == 1 && carried == nil {
		return x
	}
	if w.blocks == 1 {
		return Concatenate([]*Node{carried, x}, 1)
	}
	current := Reshape(x, batch, w.blocks, w.block, width)
	first := ZerosLike(Slice(current, AxisRange(), AxisElem(0)))
	if carried != nil {
		first = InsertAxes(carried, 1)
	}
	before := Concatenate([]*Node{first, Slice(current, AxisRange(), AxisRange(0, w.blocks-1))}, 1)
	return Reshape(Concatenate([]*Node{before, current}, 2), batch*w.blocks, w.keys, width)
}

// mask is 0 where the key may be seen and a large negative number elsewhere: [B·blocks·kv block·G keys].
func (w windowBlocks) mask(g *Graph, batch, kv, group, window int) *Node {
	rows := w.block * group
	if !isGoBackend(g.Backend()) {
		return Reshape(w.computedMask(g, batch, kv, group, window), batch*w.blocks*kv, rows, w.keys)
	}
	table := make([]float32, 0, w.blocks*kv*rows*w.keys)
	for n := range w.blocks {
		one := make([]float32, rows*w.keys)
		for r := range rows {
			for key := range w.keys {
				at := r/group + w.keys - w.block // the query's place among the keys
				exists := n > 0 || w.carried || key >= w.keys-w.block
				if !exists || key > at || key < at-window {
					one[r*w.keys+key] = masked
				}
			}
		}
		for range kv {
			table = append(table, one...)
		}
	}
	return Reshape(repeated(g, table, batch, w.blocks*kv, rows, w.keys), batch*w.blocks*kv, rows, w.keys)
}

// computedMask is the mask as a computation, [B blocks kv block·G keys]: XLA fuses it into the softmax, where a table of
// blocks·kv·rows·keys numbers would be a constant of many megabytes in each layer and dear to compile.
func (w windowBlocks) computedMask(g *Graph, batch, kv, group, window int) *Node {
	rows := w.block * group
	shape := shapes.Make(dtypes.Int32, w.blocks, rows, w.keys)
	at := AddScalar(Div(Iota(g, shape, 1), filledInt(g, group, shape.Dimensions...)), float64(w.keys-w.block))
	key := Iota(g, shape, 2)
	hidden := LogicalOr(GreaterThan(key, at), LessThan(key, AddScalar(at, float64(-window))))
	if !w.carried {
		first := LessThan(Iota(g, shape, 0), filledInt(g, 1, shape.Dimensions...))
		hidden = LogicalOr(hidden, LogicalAnd(first, LessThan(key, filledInt(g, w.keys-w.block, shape.Dimensions...))))
	}
	one := MulScalar(ConvertDType(hidden, dtypes.Float32), masked)
	return BroadcastToDims(Reshape(one, 1, w.blocks, 1, rows, w.keys), batch, w.blocks, kv, rows, w.keys)
}

// missing is a large negative number at the keys of the first block that a window of have tokens lacks, and 0
// elsewhere: [B·blocks·kv 1 keys].
func (w windowBlocks) missing(have *Node, batch, kv, window int) *Node {
	g := have.Graph()
	lacks := Sub(filledInt(g, window, 1, 1, w.keys), BroadcastToDims(have, 1, 1, w.keys))
	key := Iota(g, shapes.Make(dtypes.Int32, 1, 1, w.keys), 2)
	row := MulScalar(ConvertDType(LessThan(key, lacks), dtypes.Float32), masked)
	first := make([]float32, w.blocks*kv)
	for h := range kv {
		first[h] = 1
	}
	blocks := Reshape(repeated(g, first, batch, w.blocks*kv), batch*w.blocks*kv, 1, 1)
	return Mul(blocks, row)
}

// groupQueries turns [M T heads·D] into [M·kv T·G D]: query heads beside the key/value head they share.
func groupQueries(q *Node, kv, size int) *Node {
	dims := q.Shape().Dimensions
	m, t, group := dims[0], dims[1], dims[2]/size/kv
	if kv > 1 {
		q = TransposeAllAxes(Reshape(q, m, t, kv, group, size), 0, 2, 1, 3, 4)
	}
	return Reshape(q, m*kv, t*group, size)
}

// groupKeys turns [M T kv·D] into [M·kv T D].
func groupKeys(k *Node, kv, size int) *Node {
	dims := k.Shape().Dimensions
	if kv > 1 {
		k = TransposeAllAxes(Reshape(k, dims[0], dims[1], kv, size), 0, 2, 1, 3)
	}
	return Reshape(k, dims[0]*kv, dims[1], size)
}

// ungroup turns [M·kv T·G D] back into [M T heads·D].
func ungroup(x *Node, m, t, kv, group, size int) *Node {
	if kv > 1 {
		x = TransposeAllAxes(Reshape(x, m, kv, t, group, size), 0, 2, 1, 3, 4)
	}
	return Reshape(x, m, t, kv*group*size)
}

func padTokens(x *Node, length int) *Node {
	dims := x.Shape().Dimensions
	if dims[1] == length {
		return x
	}
	g := x.Graph()
	return Concatenate([]*Node{x, filled(g, 0, dims[0], length-dims[1], dims[2])}, 1)
}

// sliceTokens is x[:, from:to] of [B T dim].
func sliceTokens(x *Node, from, to int) *Node {
	if from == 0 && to == x.Shape().Dimensions[1] {
		return x
	}
	return Slice(x, AxisRange(), AxisRange(from, to))
}
