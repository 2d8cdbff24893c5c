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
// blocks, and a block sees itself and the window tokens before it, so cost and memory grow with T·window, and rotary
// positions count from the first of those tokens: constants do not depend on T, and no position outside the training
// range ever occurs. Where a carry holds the window tokens before x, they are those before the first block.
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
	keys          int  // keys a block sees: its own, and those of the window before it where there are any
	carried       bool // the first block has a window before it
}

// longestBlock bounds the blocks of long windows: a token has block+window logits, of which window+1 count. Shorter blocks
// save more of them, and lose it to the copies of keys and values, 1+window/block of each: at window 512, blocks of 512, 256
// and 128 move 20.0, 19.0 and 19.6 GB in a training step of tiny (as XLA fuses it on a CPU).
const longestBlock = 256

func newWindowBlocks(length, window int, carried bool) windowBlocks {
	w := windowBlocks{block: window, carried: carried}
	if length <= window {
		w.block, w.keys = length, length
		if carried {
			w.keys += window
		}
	} else {
		for w.block > longestBlock && w.block%2 == 0 {
			w.block /= 2
		}
		w.keys = window + w.block
	}
	w.blocks = (length + w.block - 1) / w.block
	w.padded = w.blocks * w.block
	return w
}

// withPrevious turns [B padded width] into [B·blocks keys width]: each block behind the window before it, the first
// behind what was carried [B window width] or zeros.
func (w windowBlocks) withPrevious(carried, x *Node, batch int) *Node {
	width := x.Shape().Dimensions[2]
	if w.blocks == 1 && carried == nil {
		return x
	}
	if w.blocks == 1 {
		return Concatenate([]*Node{carried, x}, 1)
	}
	if carried == nil {
		carried = filled(x.Graph(), 0, batch, w.keys-w.block, width)
	}
	joined := Concatenate([]*Node{carried, x}, 1)
	var parts []*Node
	for from := 0; from < w.keys; from += w.block {
		parts = append(parts, Reshape(sliceTokens(joined, from, from+w.padded), batch, w.blocks, w.block, width))
	}
	return Reshape(Concatenate(parts, 2), batch*w.blocks, w.keys, width)
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
				exists := w.carried || n*w.block+key >= w.keys-w.block
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
		hidden = LogicalOr(hidden, LessThan(w.places(g, shape), filledInt(g, w.keys-w.block, shape.Dimensions...)))
	}
	one := MulScalar(ConvertDType(hidden, dtypes.Float32), masked)
	return BroadcastToDims(Reshape(one, 1, w.blocks, 1, rows, w.keys), batch, w.blocks, kv, rows, w.keys)
}

// places counts the keys of a text from the first of the window before it: int32 of a shape [blocks rows keys].
func (w windowBlocks) places(g *Graph, shape shapes.Shape) *Node {
	return Add(MulScalar(Iota(g, shape, 0), float64(w.block)), Iota(g, shape, 2))
}

// missing is a large negative number at the keys that a window of have tokens before the text lacks, and 0
// elsewhere: [B·blocks·kv 1 keys].
func (w windowBlocks) missing(have *Node, batch, kv, window int) *Node {
	g, shape := have.Graph(), shapes.Make(dtypes.Int32, w.blocks, 1, w.keys)
	lacks := Sub(filledInt(g, window, shape.Dimensions...), BroadcastToDims(have, shape.Dimensions...))
	one := MulScalar(ConvertDType(LessThan(w.places(g, shape), lacks), dtypes.Float32), masked)
	all := BroadcastToDims(Reshape(one, 1, w.blocks, 1, 1, w.keys), batch, w.blocks, kv, 1, w.keys)
	return Reshape(all, batch*w.blocks*kv, 1, w.keys)
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
