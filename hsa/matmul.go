package hsa

import (
	"strings"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// The Go backend multiplies small matrices well in one layout only: [N a b]·[N b c]. In the other, where the right
// side is contracted over its last axis, it computes one dot product at a time, and the gradients of either layout
// need the other. So every product here is written in the good layout, and its gradient too, at the price of
// transposing the smaller operands. Other backends choose layouts themselves and keep GoMLX's gradient.

const matmulAlias = "/hsa.matmul" // aliases with a leading slash are absolute

func init() {
	other := VJPRegistration[NodeTypeDotGeneral]
	VJPRegistration[NodeTypeDotGeneral] = func(node *Node, vjps []*Node, shape shapes.Shape) []*Node {
		if !strings.HasPrefix(node.GetAlias(), matmulAlias) {
			return other(node, vjps, shape)
		}
		x, y, v := node.Inputs()[0], node.Inputs()[1], vjps[0]
		return []*Node{matmul(v, transposed(y)), matmul(transposed(x), v)}
	}
}

// matmul is x·y of [N a b] and [N b c], or of [a b] and [b c].
func matmul(x, y *Node) *Node {
	batch := []int{0}
	if x.Rank() == 2 {
		batch = nil
	}
	last := x.Rank() - 1
	out := DotGeneral(x, []int{last}, batch, y, []int{last - 1}, batch)
	if g := x.Graph(); isGoBackend(g.Backend()) {
		out = out.WithAlias(g.UniqueName(matmulAlias))
	}
	return out
}

// matmulT is x·yᵀ of [N a b] and [N c b], or of [a b] and [c b].
func matmulT(x, y *Node) *Node {
	if isGoBackend(x.Graph().Backend()) {
		return matmul(x, transposed(y))
	}
	batch := []int{0}
	if x.Rank() == 2 {
		batch = nil
	}
	last := x.Rank() - 1
	return DotGeneral(x, []int{last}, batch, y, []int{last}, batch)
}

// transposed swaps the last two axes.
func transposed(x *Node) *Node { return Transpose(x, -2, -1) }
