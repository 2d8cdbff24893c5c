package hsa

import (
	"math"

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
// no position outside the training range ever occurs.
func (b *builder) windowAttention(x *Node, name string, window int) *Node {
	dims := x.Shape().Dimensions
	batch, length := dims[0], dims[1]
	w := newWindowBlocks(length, window)
	heads, kv, size := b.cfg.Heads, b.cfg.WindowKVHeads, b.cfg.HeadDim()

	x = padTokens(x, w.padded)
	scale := 1 / math.Sqrt(float64(size))
	var q *Node
	if b.cfg.WindowQKNorm {
		q = MulScalar(b.headNorm(b.linear(x, name+".q_proj"), name+".q_norm", size, b.cfg.EpsWindow), scale)
	} else {
		q = b.scaled(x, name+".q_proj", scale)
	}
	k, v := b.linear(x, name+".k_proj"), b.linear(x, name+".v_proj")
	if b.cfg.WindowQKNorm {
		k = b.headNorm(k, name+".k_norm", size, b.cfg.EpsWindow)
	}

	group := heads / kv
	q = groupQueries(Reshape(q, batch*w.blocks, w.block, heads*size), kv, size) // [N block·G D]
	k = groupKeys(w.withPrevious(k, batch), kv, size)                           // [N keys D]
	v = groupKeys(w.withPrevious(v, batch), kv, size)
	q = rotate(q, b.cfg.RopeTheta, func(row int) int { return row/group + w.keys - w.block })
	k = rotate(k, b.cfg.RopeTheta, func(row int) int { return row })

	logits := Add(matmulT(q, k), w.mask(x.Graph(), batch, kv, group, window))
	out := ungroup(matmul(softmax(logits), v), batch*w.blocks, w.block, kv, group, size)
	out = Reshape(out, batch, w.padded, heads*size)
	return b.linear(sliceTokens(out, 0, length), name+".o_proj")
}

// windowBlocks says how length tokens are cut for window attention.
type windowBlocks struct {
	block, blocks int // tokens a block, number of blocks
	padded        int // block·blocks ≥ length
	keys          int // keys a block sees: its own, and the block before where there is more than one
}

func newWindowBlocks(length, window int) windowBlocks {
	if length <= window {
		return windowBlocks{block: length, blocks: 1, padded: length, keys: length}
	}
	n := (length + window - 1) / window
	return windowBlocks{block: window, blocks: n, padded: n * window, keys: 2 * window}
}

// withPrevious turns [B padded width] into [B·blocks keys width]: each block behind the block before it.
func (w windowBlocks) withPrevious(x *Node, batch int) *Node {
	width := x.Shape().Dimensions[2]
	current := Reshape(x, batch, w.blocks, w.block, width)
	if w.blocks == 1 {
		return Reshape(x, batch, w.block, width)
	}
	before := Concatenate([]*Node{
		ZerosLike(Slice(current, AxisRange(), AxisElem(0))),
		Slice(current, AxisRange(), AxisRange(0, w.blocks-1)),
	}, 1)
	return Reshape(Concatenate([]*Node{before, current}, 2), batch*w.blocks, w.keys, width)
}

// mask is 0 where the key may be seen and a large negative number elsewhere: [B·blocks·kv block·G keys].
func (w windowBlocks) mask(g *Graph, batch, kv, group, window int) *Node {
	rows := w.block * group
	table := make([]float32, 0, w.blocks*kv*rows*w.keys)
	for n := range w.blocks {
		one := make([]float32, rows*w.keys)
		for r := range rows {
			for key := range w.keys {
				at := r/group + w.keys - w.block // the query's place among the keys
				exists := n > 0 || key >= w.keys-w.block
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
