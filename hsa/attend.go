package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Form is a way to compute attention inside the picked chunks (Eq. 2). All forms are exact and equal.
type Form string

const (
	// Dense computes every chunk for every token and lets the weights of those not picked be 0: the oracle, and
	// the fastest form while there are few chunks.
	Dense Form = "dense"
	// Dispatch groups tokens by the chunk they picked: cost O(T·K·S) whatever the number of chunks. For training.
	Dispatch Form = "dispatch"
	// Gathered copies the picked keys and values beside each token: for streaming, where tokens are few.
	Gathered Form = "gather"
)

func (f Form) valid() bool { return oneOf(f, Dense, Dispatch, Gathered) }

// attendDense is Σ_c w[t,c] · softmax(q_t K[c]ᵀ) V[c] over all chunks.
// q [N T·G D] already scaled, k and v [N C·S D], weights [N T C]; the result is [N T·G D].
func (m products) attendDense(q, k, v, weights *Node, chunk int, share sharing) *Node {
	n, rows := q.Shape().Dimensions[0], q.Shape().Dimensions[1]
	tail, chunks := weights.Shape().Dimensions[1], weights.Shape().Dimensions[2]
	p := shared(m.productT(q, k), weights, rows/tail, chunk, share)
	return m.product(Reshape(p, n, rows, chunks*chunk), v)
}

// attendGather is attendDense over K picked chunks, whose keys and values lie beside each token.
// q [N T·G D], k and v [N T K S D], weights [N T K]; the result is [N T·G D].
func (m products) attendGather(q, k, v, weights *Node, share sharing) *Node {
	dims := k.Shape().Dimensions
	n, tail, picks, chunk, size := dims[0], dims[1], dims[2], dims[3], dims[4]
	group := q.Shape().Dimensions[1] / tail
	rows := Reshape(q, n*tail, group, size)
	p := shared(m.productT(rows, Reshape(k, n*tail, picks*chunk, size)), weights, group, chunk, share)
	out := m.product(Reshape(p, n*tail, group, picks*chunk), Reshape(v, n*tail, picks*chunk, size))
	return Reshape(out, n, tail*group, size)
}

// shared is the probability of each token of each chunk [N·T G K S]: logits of any shape with these elements, and
// weights [N T K].
func shared(logits, weights *Node, group, chunk int, share sharing) *Node {
	dims := weights.Shape().Dimensions
	rows, chunks := dims[0]*dims[1], dims[2]
	logits = Reshape(logits, rows*group*chunks, chunk)
	p := Reshape(share.inside(logits), rows, group, chunks, chunk)
	w := share.across(Reshape(weights, rows, 1, chunks), func() *Node { return Reshape(logSumExp(logits), rows, group, chunks) })
	return Mul(p, InsertAxes(w, -1))
}

// pickWeights reads the weights of the picks out of chunk space: weights [N T C], picks [N T K] → [N T K].
func pickWeights(weights, picks *Node) *Node {
	dims := picks.Shape().Dimensions
	n, tail, k := dims[0], dims[1], dims[2]
	chunks := weights.Shape().Dimensions[2]
	row := MulScalar(Iota(picks.Graph(), picks.Shape(), 0), tail)
	row = Add(row, Iota(picks.Graph(), picks.Shape(), 1))
	flat := Add(MulScalar(row, chunks), picks)
	return Reshape(Gather(Reshape(weights, n*tail*chunks), Reshape(flat, n*tail*k, 1)), n, tail, k)
}

// gatherChunks copies the picked chunks of x [N C S D] beside each token: picks [N T K] → [N T K S D].
func gatherChunks(x, picks *Node) *Node {
	dims, slots := x.Shape().Dimensions, picks.Shape().Dimensions
	flat := Add(MulScalar(Iota(picks.Graph(), picks.Shape(), 0), dims[1]), picks)
	rows := Gather(Reshape(x, dims[0]*dims[1], dims[2]*dims[3]), Reshape(flat, -1, 1))
	return Reshape(rows, slots[0], slots[1], slots[2], dims[2], dims[3])
}
