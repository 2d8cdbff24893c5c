package baseline

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
)

// Kind says what takes the place of the memory.
type Kind string

const (
	// NoMemory: nothing. What remains is the model's backbone and the MLPs of its HSA layers.
	NoMemory Kind = "no-memory"
	// FullAttention: attention over the whole text, in every layer.
	FullAttention Kind = "full-attention"
)

// Config is the architecture of a rival.
type Config struct {
	Kind Kind       `json:"rival"`
	Of   hsa.Config `json:"of"` // the model whose place it takes; what it says of the memory has no effect
}

// Validate reports the first value that no rival can have.
func (c Config) Validate() error {
	switch {
	case c.Kind != NoMemory && c.Kind != FullAttention:
		return fmt.Errorf("rival: unknown kind %.100q; there is: %s, %s", c.Kind, NoMemory, FullAttention)
	case c.Kind == FullAttention && c.Of.Backbone != hsa.BackboneWindow:
		return fmt.Errorf("rival: %s of a model with backbone %q: its layers do not attend; want backbone %q, or the rival %s",
			c.Kind, c.Of.Backbone, hsa.BackboneWindow, NoMemory)
	}
	if err := c.Of.Validate(); err != nil {
		return fmt.Errorf("rival: of: %w", err)
	}
	return nil
}

// Network is the rival as layers of package hsa, with the positions that it is trained with: what a hsa.Trainer takes.
func (c Config) Network() hsa.Memoryless {
	if c.Kind != FullAttention {
		return hsa.Memoryless{Config: c.Of}
	}
	of := c.Of
	of.LowerLayers += of.EncoderLayers
	of.HSAWindow = of.Window // the HSA layer attends too; to the whole text, as all do
	return hsa.Memoryless{Config: of, WholeText: true}
}

// Params lists the parameters in the order of the flat vector.
func (c Config) Params() []hsa.Param { return c.Network().Params() }

// NumParams is the number of learned values.
func (c Config) NumParams() int {
	n := 0
	for _, p := range c.Params() {
		n += p.Size()
	}
	return n
}

// InitialValues draws the flat parameter vector. Each parameter has a generator of its own, seeded by the seed and its
// name: those that a rival shares with its model start alike.
func (c Config) InitialValues(seed uint64) []float32 { return c.Network().InitialValues(seed) }

// Reach is how many earlier tokens an output depends on; -1 where it is all of them.
func (c Config) Reach() int {
	if c.Kind == FullAttention || c.Of.Backbone != hsa.BackboneWindow {
		return -1
	}
	of := c.Of
	of.TokensPerRetrieval = 1 // nothing is retrieved
	return of.LowerReach() + of.UpperReach()
}
