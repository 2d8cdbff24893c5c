package hsa

import (
	"fmt"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
)

const epsInner = 1e-6 // epsilon of every norm that is neither a window layer's nor the final one

// builder builds the graph of one model.
type builder struct {
	cfg   Config
	p     params
	carry *carry // what the segment before left; nil at the start of a text

	changes interventions
	products

	memoryless bool   // there are no chunks to retrieve
	rotary     Rotary // of the windows; the zero value stands for that of the config
}

// check panics unless x has the given dimensions; -1 fits any. letters name the axes for the message.
func check(x *Node, what, letters string, dims ...int) {
	got := x.Shape().Dimensions
	ok := len(got) == len(dims)
	for i := 0; ok && i < len(dims); i++ {
		ok = dims[i] < 0 || dims[i] == got[i]
	}
	if ok {
		return
	}
	names := strings.Fields(letters)
	want := make([]string, len(dims))
	for i, d := range dims {
		want[i] = fmt.Sprintf("%s=%d", names[i], d)
		if d < 0 {
			want[i] = names[i]
		}
	}
	panic(fmt.Sprintf("hsa: %s: want %v, got %v", what, want, got))
}

// linear is y = W x over the last axis, plus the bias where there is one. W is [out in].
func (b *builder) linear(x *Node, name string) *Node {
	return b.project(x, b.p[name+".weight"], b.p[name+".bias"])
}

// scaled is linear with the output times scale; the scale is folded in the weight, which is the smaller tensor.
func (b *builder) scaled(x *Node, name string, scale float64) *Node {
	bias := b.p[name+".bias"]
	if bias != nil {
		bias = MulScalar(bias, scale)
	}
	return b.project(x, MulScalar(b.p[name+".weight"], scale), bias)
}

func (b *builder) project(x, weight, bias *Node) *Node {
	dims := x.Shape().Dimensions
	in := dims[len(dims)-1]
	rows := Reshape(x, -1, in)
	y := b.productT(rows, weight)
	if bias != nil {
		y = Add(y, ExpandLeftToRank(bias, 2))
	}
	out := append(append([]int{}, dims[:len(dims)-1]...), weight.Shape().Dimensions[0])
	return Reshape(y, out...)
}

// rmsNorm is scale · x / sqrt(mean(x²) + eps) over the last axis; the scale only where the config has one.
func (b *builder) rmsNorm(x *Node, name string, eps float64) *Node {
	axis := x.Rank() - 1
	mean := ReduceAndKeep(Square(x), ReduceMean, axis)
	y := Mul(x, Reciprocal(Sqrt(AddScalar(mean, eps))))
	if w := b.p[name+".weight"]; w != nil {
		y = Mul(y, ExpandLeftToRank(w, y.Rank()))
	}
	return y
}

// headNorm is rmsNorm over each of the heads that the last axis holds.
func (b *builder) headNorm(x *Node, name string, size int, eps float64) *Node {
	dims := x.Shape().Dimensions
	last := dims[len(dims)-1]
	split := append(append([]int{}, dims[:len(dims)-1]...), last/size, size)
	return Reshape(b.rmsNorm(Reshape(x, split...), name, eps), dims...)
}

// swiGLU is down(silu(gate x) · up x).
func (b *builder) swiGLU(x *Node, name string) *Node {
	gate := b.linear(x, name+".gate")
	return b.linear(Mul(silu(gate), b.linear(x, name+".up")), name+".down")
}

// silu is x·sigmoid(x).
func silu(x *Node) *Node { return Mul(x, Sigmoid(x)) }
