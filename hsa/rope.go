package hsa

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Rotary says how rotary positions turn a head of D numbers.
type Rotary struct {
	Frequencies []float64 // radians a token, one for each pair of numbers [D/2], the fastest first
	Scale       float64   // of what is turned: queries and keys alike, so that scores are scaled by its square
}

// NewRotary is the usual choice: frequencies theta^(-2j/D), nothing scaled. size is D.
func NewRotary(theta float64, size int) Rotary {
	r := Rotary{Frequencies: make([]float64, size/2), Scale: 1}
	for j := range r.Frequencies {
		r.Frequencies[j] = math.Pow(theta, -2*float64(j)/float64(size))
	}
	return r
}

// rotate applies the usual rotary positions to x [N R D], row r of every N having position position(r).
func rotate(x *Node, theta float64, position func(row int) int) *Node {
	return rotateBy(x, NewRotary(theta, x.Shape().Dimensions[2]), position)
}

// rotateBy applies half-split rotary positions to x [N R D], row r of every N having position position(r):
// out[j] = x[j]·cos - x[j+D/2]·sin, out[j+D/2] = x[j+D/2]·cos + x[j]·sin, angle = position · frequency j.
// It is written x·cos + (x P)·sin with a signed permutation P, which needs no slices. Angles are computed in
// float64 on the host: angles in float32 are the largest error source of such models (paper.md 13.7).
func rotateBy(x *Node, turn Rotary, position func(row int) int) *Node {
	dims := x.Shape().Dimensions
	n, rows, size := dims[0], dims[1], dims[2]
	g := x.Graph()
	cos, sin := turn.tables(rows, position)
	swapped := Reshape(matmul(Reshape(x, n*rows, size), Const(g, halfSwap(size))), n, rows, size)
	return Add(
		Mul(x, repeated(g, cos, n, rows, size)),
		Mul(swapped, repeated(g, sin, n, rows, size)))
}

// tables are the cosines and sines of rows positions [rows D], times Scale.
func (t Rotary) tables(rows int, position func(int) int) (cos, sin []float32) {
	size := 2 * len(t.Frequencies)
	cos, sin = make([]float32, rows*size), make([]float32, rows*size)
	t.fill(cos, sin, position)
	return cos, sin
}

// fill fills the tables [rows D].
func (t Rotary) fill(cos, sin []float32, position func(int) int) {
	half := len(t.Frequencies)
	for i := range cos {
		s, c := math.Sincos(float64(position(i/(2*half))) * t.Frequencies[i%half])
		cos[i], sin[i] = float32(t.Scale*c), float32(t.Scale*s)
	}
}

// halfSwap is P with (x P)[j] = -x[j+D/2] and (x P)[j+D/2] = x[j].
func halfSwap(size int) [][]float32 {
	p := make([][]float32, size)
	for i := range p {
		p[i] = make([]float32, size)
	}
	for j := range size / 2 {
		p[j+size/2][j] = -1
		p[j][j+size/2] = 1
	}
	return p
}

// repeated is the host table [inner…] repeated n times: [n inner…]. The Go backend is several times faster on
// full-shape operands than on broadcast ones, so there the table is repeated on the host; XLA fuses the
// broadcast, and large constants would make it compile for minutes.
func repeated(g *Graph, table []float32, n int, inner ...int) *Node {
	if !isGoBackend(g.Backend()) {
		small := Const(g, tensors.FromFlatDataAndDimensions(table, inner...))
		return BroadcastPrefix(small, n)
	}
	full := make([]float32, 0, n*len(table))
	for range n {
		full = append(full, table...)
	}
	return Const(g, tensors.FromFlatDataAndDimensions(full, append([]int{n}, inner...)...))
}

// filled is a float32 tensor of one value.
func filled(g *Graph, value float32, dims ...int) *Node {
	return BroadcastToDims(Const(g, value), dims...)
}
