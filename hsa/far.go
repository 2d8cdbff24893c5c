package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Rotary positions of the far path (FarPositions "rope"): the HSA query is rotated by its position in the text, a memory
// key by its own, so that their product depends on the distance between them. The chunker leaves the keys as they are;
// forward rotates all of them at once, and a stream those of each segment before they go to the chunk memory, after
// which no reader of the memory need know where a chunk lies. Angles are taken in float64 on the host, so that the
// precision at 32M tokens is that at 32.

// farRotation is what rotateFar turns the tokens first..first+rows-1 by, on the host: their cosines, then their sines
// [2 rows D]; nil without far positions.
func (c Config) farRotation(first, rows int) *tensors.Tensor {
	if c.FarPositions != RotaryPositions {
		return nil
	}
	cos, sin := NewRotary(c.RopeTheta, c.HeadDim()).tables(rows, func(row int) int { return first + row })
	return tensors.FromFlatDataAndDimensions(append(cos, sin...), 2, rows, c.HeadDim())
}

// farSlot is farRotation of rows tokens for the inputs of a graph, filled anew for those from first() on before each use;
// nil without far positions. farOf finds it again behind the other inputs.
func (c Config) farSlot(rows int, first func() int) *slot[float32] {
	if c.FarPositions != RotaryPositions {
		return nil
	}
	half, turn := rows*c.HeadDim(), NewRotary(c.RopeTheta, c.HeadDim())
	position := func(row int) int { return first() + row }
	return newSlot(func(flat []float32) { turn.fill(flat[:half], flat[half:], position) }, 2, rows, c.HeadDim())
}

// farOf is the rotation behind the first n inputs of a graph, or nil.
func farOf(in []*Node, n int) *Node {
	if len(in) > n {
		return in[n]
	}
	return nil
}

// farConst is farRotation as a constant of the graph, or nil.
func (b *builder) farConst(g *Graph, first, rows int) *Node {
	if table := b.cfg.farRotation(first, rows); table != nil {
		return Const(g, table)
	}
	return nil
}

// rotateFar turns x by a rotation [2 rows D], or leaves it as it is where that is nil. x holds [M rows heads D] in any
// shape that begins with M: the grouped HSA queries [N T·G D], or memory keys [B C S Hm·D].
func (b *builder) rotateFar(x, rotation *Node) *Node {
	if rotation == nil {
		return x
	}
	rows, size := rotation.Shape().Dimensions[1], rotation.Shape().Dimensions[2]
	dims := x.Shape().Dimensions
	heads := x.Shape().Size() / (dims[0] * rows * size)
	table := func(i int) *Node {
		return BroadcastToDims(Reshape(Slice(rotation, AxisElem(i)), 1, rows, 1, size), dims[0], rows, heads, size)
	}
	flat := Reshape(x, -1, size)
	swapped := matmul(flat, Const(x.Graph(), halfSwap(size)))
	split := func(x *Node) *Node { return Reshape(x, dims[0], rows, heads, size) }
	return Reshape(Add(Mul(split(flat), table(0)), Mul(split(swapped), table(1))), dims...)
}
