package hsa

import (
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// The Go backend multiplies small matrices well in one layout only: [N a b]·[N b c]. In the other, where the right
// side is contracted over its last axis, it computes one dot product at a time, and the gradients of either layout
// need the other. So every product here is written in the good layout, and its gradient too, at the price of
// transposing the smaller operands. Other backends choose layouts themselves and keep GoMLX's gradient, but for short
// operands, which that would widen before it multiplies.

// Aliases of the products whose gradients are ours; those with a leading slash are absolute.
const (
	matmulAlias  = "/hsa.matmul"
	matmulTAlias = "/hsa.product_with_transposed"
)

func init() {
	other := VJPRegistration[NodeTypeDotGeneral]
	VJPRegistration[NodeTypeDotGeneral] = func(node *Node, vjps []*Node, shape shapes.Shape) []*Node {
		alias := node.GetAlias()
		transposedY := strings.HasPrefix(alias, matmulTAlias)
		if !transposedY && !strings.HasPrefix(alias, matmulAlias) {
			return other(node, vjps, shape)
		}
		return productGradients(node.Inputs()[0], node.Inputs()[1], vjps[0], transposedY)
	}
}

// productGradients are those of x·y, or of x·yᵀ, by x and y, in their type: products again, of operands of that type.
func productGradients(x, y, v *Node, transposedY bool) []*Node {
	v = ConvertDType(v, x.DType())
	var byX, byY *Node
	if transposedY {
		byX, byY = matmul(v, y), matmulTX(v, x)
	} else {
		byX, byY = matmulT(v, y), matmulTX(x, v)
	}
	return []*Node{ConvertDType(byX, x.DType()), ConvertDType(byY, y.DType())}
}

// matmul is x·y of [N a b] and [N b c], or of [a b] and [b c], in float32; both are float32, or both bfloat16.
func matmul(x, y *Node) *Node {
	return ownGradient(contract(x, x.Rank()-1, y, y.Rank()-2), matmulAlias)
}

// matmulT is x·yᵀ of [N a b] and [N c b], or of [a b] and [c b], of the types that matmul takes.
func matmulT(x, y *Node) *Node {
	if isGoBackend(x.Graph().Backend()) {
		return matmul(x, transposed(y))
	}
	return ownGradient(contract(x, x.Rank()-1, y, y.Rank()-1), matmulTAlias)
}

// matmulTX is xᵀ·y of [N a b] and [N a c], or of [a b] and [a c], of the types that matmul takes.
func matmulTX(x, y *Node) *Node {
	if isGoBackend(x.Graph().Backend()) {
		return matmul(transposed(x), y)
	}
	return contract(x, x.Rank()-2, y, y.Rank()-2)
}

// contract sums over an axis of x and one of y, in float32.
func contract(x *Node, xAxis int, y *Node, yAxis int) *Node {
	batch := []int{0}
	if x.Rank() == 2 {
		batch = nil
	}
	return Dot(x, y).WithOutputDType(dtypes.Float32).General([]int{xAxis}, batch, []int{yAxis}, batch)
}

// ownGradient gives a product the gradient of its alias, where that is ours.
func ownGradient(product *Node, alias string) *Node {
	g := product.Graph()
	if product.Inputs()[0].DType() == dtypes.Float32 && !isGoBackend(g.Backend()) {
		return product
	}
	return product.WithAlias(g.UniqueName(alias))
}

// transposed swaps the last two axes.
func transposed(x *Node) *Node { return Transpose(x, -2, -1) }
