package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// The state space of Mamba-2 (arXiv 2405.21060), a head at a time, is the recurrence
//
//	h_t = exp(a_t) h_{t-1} + B_t ⊗ u_t,  y_t = C_t·h_t,
//
// with a_t = Δ_t A ≤ 0 and u_t = Δ_t x_t. It is computed without a loop over tokens: a text is cut in blocks; inside a
// block each token reads the tokens before it through a matrix of decays; and what a block leaves behind reaches the
// blocks after it through a matrix of decays too. Decays are exponentials of sums over the tokens between, taken one by
// one: as differences of running sums they would lose the digits that a strong decay before them uses up.
const (
	ssdBlock = 32 // tokens a block
	ssdSpan  = 32 // blocks that one matrix of decays joins; longer texts go through the state, span by span
)

// ssd is the recurrence over u [B T H P], a [B T H], bm and cm [B T N], from the state start [B N H P]. It returns y
// [B T H P] and the state after the last token.
func ssd(u, a, bm, cm, start *Node) (y, end *Node) {
	length := u.Shape().Dimensions[1]
	var spans []*Node
	for from := 0; from < length; from += ssdBlock * ssdSpan {
		to := min(length, from+ssdBlock*ssdSpan)
		part := func(x *Node) *Node { return SliceAxis(x, 1, AxisRange(from, to)) }
		y, start = ssdOneSpan(part(u), part(a), part(bm), part(cm), start)
		spans = append(spans, y)
	}
	return Concatenate(spans, 1), start
}

// ssdOneSpan is ssd of at most ssdSpan blocks. Tokens that fill up the last block have no decay and no input, and leave
// the state as it is.
func ssdOneSpan(u, a, bm, cm, start *Node) (y, end *Node) {
	dims := u.Shape().Dimensions
	batch, length, heads, size, state := dims[0], dims[1], dims[2], dims[3], bm.Shape().Dimensions[2]
	block := min(length, ssdBlock)
	blocks := (length + block - 1) / block
	m := batch * blocks
	cut := func(x *Node, width int) *Node {
		return Reshape(padTokens(Reshape(x, batch, length, width), blocks*block), m, block, width)
	}
	u, bm, cm = cut(u, heads*size), cut(bm, state), cut(cm, state)
	byHead := Transpose(cut(a, heads), 1, 2) // [M H block]

	inside := Mul(decaysInside(byHead), InsertAxes(matmulT(cm, bm), 1)) // [M H block block]
	uByHead := TransposeAllAxes(Reshape(u, m, block, heads, size), 0, 2, 1, 3)
	y = matmul(Reshape(inside, m*heads, block, block), Reshape(uByHead, m*heads, block, size))
	y = TransposeAllAxes(Reshape(y, m, heads, block, size), 0, 2, 1, 3)

	scale := func(x, byHead *Node) *Node { // x [M block H·P] times one number a token and head
		return Mul(Reshape(x, m, block, heads, size), InsertAxes(Transpose(byHead, 1, 2), -1))
	}
	left := Reshape(scale(u, Exp(matmulConst(byHead, after(block)))), m, block, heads*size)
	states := Reshape(matmul(transposed(bm), left), batch, blocks, state, heads, size)
	states, end = carryStates(states, Reshape(ReduceSum(byHead, 2), batch, blocks, heads), start)
	read := matmul(cm, Reshape(states, m, state, heads*size))
	y = Add(y, scale(read, Exp(matmulConst(byHead, upTo(block)))))
	y = sliceTokens(Reshape(y, batch, blocks*block, heads*size), 0, length)
	return Reshape(y, batch, length, heads, size), end
}

// decaysInside are exp(Σ a_k over j < k ≤ i) for the tokens j ≤ i of a block, and 0 for j > i: a [M H block] →
// [M H block block].
func decaysInside(a *Node) *Node {
	dims := a.Shape().Dimensions
	between := func(k, i, j int) bool { return j < k && k <= i }
	return Reshape(decays(Reshape(a, -1, dims[2]), dims[2], between), dims[0], dims[1], dims[2], dims[2])
}

// carryStates turns what each block leaves behind [B blocks N H P], the log decay over each block [B blocks H] and the
// state before the first into the states before each block, and the state after the last.
func carryStates(left, decay, start *Node) (before, end *Node) {
	dims := left.Shape().Dimensions
	batch, blocks, state, heads, size := dims[0], dims[1], dims[2], dims[3], dims[4]
	all := Concatenate([]*Node{InsertAxes(start, 1), left}, 1)
	all = TransposeAllAxes(all, 0, 3, 1, 2, 4) // [B H blocks+1 N P]
	between := func(k, i, j int) bool { return j <= k && k < i }
	table := decays(Reshape(Transpose(decay, 1, 2), batch*heads, blocks), blocks+1, between)
	all = matmul(table, Reshape(all, batch*heads, blocks+1, state*size))
	all = TransposeAllAxes(Reshape(all, batch, heads, blocks+1, state, size), 0, 2, 3, 1, 4)
	before = SliceAxis(all, 1, AxisRange(0, blocks))
	return before, Squeeze(SliceAxis(all, 1, AxisElem(blocks)), 1)
}

// decays are exp(Σ_k a_k) over the k between i and j for j ≤ i < m, and 0 for j > i: a [R n] → [R m m].
func decays(a *Node, m int, between func(k, i, j int) bool) *Node {
	n := a.Shape().Dimensions[1]
	sums, mask := make([]float32, n*m*m), make([]float32, m*m)
	for i := range m {
		for j := range m {
			if j > i {
				mask[i*m+j] = masked
				continue
			}
			for k := range n {
				if between(k, i, j) {
					sums[(k*m+i)*m+j] = 1
				}
			}
		}
	}
	g := a.Graph()
	logs := matmul(a, Const(g, tensors.FromFlatDataAndDimensions(sums, n, m*m)))
	logs = Add(logs, Const(g, tensors.FromFlatDataAndDimensions(mask, 1, m*m)))
	return Reshape(Exp(logs), -1, m, m)
}
