package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Architecture is what a Trainer trains: a Config, or a Memoryless.
type Architecture interface {
	// Validate reports the first value that no model can have.
	Validate() error
	// Params lists the parameters in the order of the flat vector.
	Params() []Param

	// sizes are the vocabulary, the widths and the chunks of the texts.
	sizes() Config
	// builder builds the graph of a text of length tokens.
	builder(p params, length int) *builder
}

func (c Config) sizes() Config                    { return c }
func (c Config) builder(p params, _ int) *builder { return &builder{cfg: c, p: p} }

// Memoryless is a model of this package without its memory: no chunk encoder and no retrieval; of an HSA layer its own
// window attention and its MLP remain. The rivals of package baseline are made of it. What Config says of the memory has no
// effect. Parameters keep their names, so those that a model and its Memoryless share start alike.
type Memoryless struct {
	Config    Config
	WholeText bool   // every attention sees all earlier tokens in place of its window
	Rotary    Rotary // rotary positions of attention; the zero value is NewRotary of the config's rope_theta
}

// Validate reports the first value that no model can have.
func (m Memoryless) Validate() error {
	if err := m.Config.Validate(); err != nil {
		return err
	}
	if m.WholeText && m.Config.Backbone != BackboneWindow {
		return fmt.Errorf("config: attention over the whole text with backbone %q: want %q, whose layers attend", m.Config.Backbone, BackboneWindow)
	}
	if n := len(m.Rotary.Frequencies); n != 0 && n != m.Config.HeadDim()/2 {
		return fmt.Errorf("config: %d rotary frequencies for heads of size %d: want %d", n, m.Config.HeadDim(), m.Config.HeadDim()/2)
	}
	return nil
}

// Params lists the parameters in the order of the flat vector, under the names that they have with a memory.
func (m Memoryless) Params() []Param {
	b := &paramList{cfg: m.Config, memoryless: true}
	b.model()
	return b.list
}

// InitialValues draws the flat parameter vector, as Config.InitialValues does.
func (m Memoryless) InitialValues(seed uint64) []float32 { return initialValues(m.Params(), seed) }

// Logits is the graph of the one-shot forward: values is the flat vector, ids is [B L]; the logits of the last tail
// positions are [B tail Vocab].
func (m Memoryless) Logits(values, ids *Node, tail int) *Node {
	b := m.open(values, ids.Shape().Dimensions[1])
	hidden := b.forward(ids, tailOptions{tail: tail}).hidden
	last := hidden.Shape().Dimensions[1]
	return b.logits(sliceTokens(hidden, last-tail, last))
}

// TokenGradient is the graph of the gradient of -log p(next | tokens up to position) by the embedding of each token
// [L Dim], for ids [1 L], position [1 1] and next [1]. A token out of reach has exactly 0.
func (m Memoryless) TokenGradient(values, ids, position, next *Node) *Node {
	return m.open(values, ids.Shape().Dimensions[1]).tokenGradient(ids, position, next)
}

// Read is the graph of the next piece of a text: ids [1 n], what the layers carry from the piece before, as NewCarry or
// Read made it, and have, an int32 scalar, how many tokens were read before. It returns the states behind the final norm [1 n Dim]
// and what the layers carry on. With WholeText the carry must have room for have+n tokens (GrowCarry).
func (m Memoryless) Read(values, ids, have *Node, past []*Node) (hidden *Node, next []*Node) {
	room := 0
	if m.WholeText {
		room = past[len(past)-1].Shape().Dimensions[1]
	}
	b, list := m.open(values, room), m.carry(room)
	b.carry = newCarry(list, past, have)
	hidden = b.forward(ids, tailOptions{}).hidden
	return hidden, b.carry.outputs(list)
}

// Head is the graph of the output matrix: hidden [… Dim] to logits [… Vocab].
func (m Memoryless) Head(values, hidden *Node) *Node { return m.open(values, 0).logits(hidden) }

// NewCarry is what the layers carry at the start of a text. With WholeText it has room for that many tokens, otherwise
// for what the windows hold.
func (m Memoryless) NewCarry(room int) []*tensors.Tensor { return emptyCarry(m.carry(room)) }

// GrowCarry copies a carry of WholeText into one with room for more tokens, and frees it.
func (m Memoryless) GrowCarry(carry []*tensors.Tensor, room int) ([]*tensors.Tensor, error) {
	var grown []*tensors.Tensor
	for i, entry := range m.carry(room) {
		old, err := tensors.CopyFlatData[float32](carry[i])
		if err != nil {
			free(grown...)
			return nil, err
		}
		flat := make([]float32, entry.dims[1]*entry.dims[2])
		copy(flat[len(flat)-len(old):], old) // the newest token is the last row
		grown = append(grown, tensors.FromFlatDataAndDimensions(flat, entry.dims...))
	}
	free(carry...)
	return grown, nil
}

// carry lists what all layers carry.
func (m Memoryless) carry(room int) []carried {
	c := m.spanning(room)
	list := c.lowerCarry()
	for g := range c.Groups {
		list = append(list, c.groupCarry(g)...)
	}
	return list
}

// spanning is the config in which windows hold length tokens where they are the whole text.
func (m Memoryless) spanning(length int) Config {
	c := m.Config
	if m.WholeText {
		c.Window = length
		if c.HSAWindow > 0 {
			c.HSAWindow = length
		}
	}
	return c
}

// sizes implements Architecture.
func (m Memoryless) sizes() Config {
	c := m.Config
	c.GumbelNoise = false // nothing is ranked
	return c
}

// builder implements Architecture.
func (m Memoryless) builder(p params, length int) *builder {
	return &builder{cfg: m.spanning(length), p: p, memoryless: true, rotary: m.Rotary}
}

func (m Memoryless) open(values *Node, length int) *builder {
	p, _ := unpack(m.Params(), values)
	return m.builder(p, length)
}
