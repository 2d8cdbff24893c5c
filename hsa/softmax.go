package hsa

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// The Go backend has a fused softmax, but GoMLX differentiates it through the decomposed form, which computes
// maximum, exponential and sum a second time. The gradient from the output alone, y·(v - Σ v·y), is exact and
// needs neither.
func init() {
	VJPRegistration[NodeTypeFusedSoftmax] = func(node *Node, vjps []*Node, _ shapes.Shape) []*Node {
		y, v := node, vjps[0]
		weighted := Mul(v, y)
		return []*Node{Sub(weighted, Mul(y, ReduceAndKeep(weighted, ReduceSum, y.Rank()-1)))}
	}
}

// softmax over the last axis.
func softmax(x *Node) *Node {
	if isGoBackend(x.Graph().Backend()) {
		return BackendFusedSoftmax(x, x.Rank()-1)
	}
	return Softmax(x, -1)
}

// softmaxPlus is softmax over the last axis; off by one adds 1 to the denominator, as if there were one more entry,
// with logit 0.
func softmaxPlus(x *Node, offByOne bool) *Node {
	if !offByOne {
		return softmax(x)
	}
	dims := x.Shape().Dimensions
	last := len(dims) - 1
	extra := filled(x.Graph(), 0, append(append([]int{}, dims[:last]...), 1)...)
	p := softmax(Concatenate([]*Node{x, extra}, last))
	return SliceAxis(p, last, AxisRange(0, dims[last]))
}

// logSumExp is log Σ exp(x) over the last axis.
func logSumExp(x *Node) *Node {
	last := x.Rank() - 1
	top := StopGradient(ReduceAndKeep(x, ReduceMax, last))
	return Add(Log(ReduceSum(Exp(Sub(x, top)), last)), Squeeze(top, last))
}
