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
