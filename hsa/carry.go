package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// carry hands what the layers of one half of the model remember from one segment of a text to the next: keys and
// values of the window before, embeddings for the token shift, the state of a state space. A builder without a carry
// starts a text.
type carry struct {
	// have is the number of tokens that the windows of the segment before hold, a scalar: at the start of a text, and
	// where the upper half starts in the middle of one, they are not full. nil where every window is full.
	have *Node
	past map[string]*Node // by name, as the segment before left it
	next map[string]*Node // as this segment leaves it
}

// carried names one tensor of a carry, and its shape for one text.
type carried struct {
	name string
	dims []int
}

// lowerCarry lists what the lower half carries.
func (c Config) lowerCarry() []carried {
	var list []carried
	if c.TokenShift > 0 {
		list = append(list, carried{"token_shift", []int{1, c.TokenShift, c.Dim}})
	}
	for i := range c.LowerLayers {
		list = append(list, c.layerCarry(fmt.Sprintf("lower.%d", i))...)
	}
	return list
}

// groupCarry lists what group g of the upper half carries.
func (c Config) groupCarry(g int) []carried {
	var list []carried
	if c.HSAWindow > 0 {
		list = c.windowCarry(fmt.Sprintf("groups.%d.hsa.window", g), c.HSAWindow)
	}
	for i := range c.UpperLayers / c.Groups {
		list = append(list, c.layerCarry(fmt.Sprintf("groups.%d.layers.%d", g, i))...)
	}
	return list
}

// layerCarry lists what one layer of the backbone carries.
func (c Config) layerCarry(name string) []carried {
	if c.Backbone == BackboneMamba2 {
		return c.mixerCarry(name + ".mixer")
	}
	return c.windowCarry(name+".attn", c.Window)
}

// windowCarry lists the keys, after their norm and before rotation, and the values of the last window tokens.
func (c Config) windowCarry(name string, window int) []carried {
	dims := []int{1, window, c.WindowKVHeads * c.HeadDim()}
	return []carried{{name + ".k", dims}, {name + ".v", dims}}
}

// newCarry makes a carry of graph inputs in the order of list.
func newCarry(list []carried, in []*Node, have *Node) *carry {
	c := &carry{have: have, past: make(map[string]*Node, len(list)), next: make(map[string]*Node, len(list))}
	for i, entry := range list {
		c.past[entry.name] = in[i]
	}
	return c
}

// outputs are the tensors for the next segment in the order of list.
func (c *carry) outputs(list []carried) []*Node {
	out := make([]*Node, len(list))
	for i, entry := range list {
		if out[i] = c.next[entry.name]; out[i] == nil {
			panic(fmt.Sprintf("hsa: no layer left %s for the next segment", entry.name))
		}
	}
	return out
}

// before is what the segment before left under a name, or nil at the start of a text.
func (b *builder) before(name string) *Node {
	if b.carry == nil {
		return nil
	}
	past := b.carry.past[name]
	if past == nil {
		panic(fmt.Sprintf("hsa: nothing is carried under the name %s", name))
	}
	return past
}

// leave keeps the last rows of before followed by x [B T width] for the next segment; before has as many rows as are
// kept.
func (b *builder) leave(name string, before, x *Node) {
	if b.carry == nil {
		return
	}
	rows, length := before.Shape().Dimensions[1], x.Shape().Dimensions[1]
	if length >= rows {
		b.carry.next[name] = sliceTokens(x, length-rows, length)
		return
	}
	b.carry.next[name] = Concatenate([]*Node{sliceTokens(before, length, rows), x}, 1)
}

// maxHave bounds what is said of how full windows are; no window is larger.
const maxHave = 1 << 20

// emptyCarry is what is carried at the start of a text.
func emptyCarry(list []carried) []*tensors.Tensor {
	var out []*tensors.Tensor
	for _, entry := range list {
		size := 1
		for _, d := range entry.dims {
			size *= d
		}
		out = append(out, tensors.FromFlatDataAndDimensions(make([]float32, size), entry.dims...))
	}
	return out
}
