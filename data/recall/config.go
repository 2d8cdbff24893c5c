package recall

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/data"
)

// Haystack names what surrounds the needles that are asked for.
type Haystack string

const (
	// Noise is a haystack of noise symbols around a fixed number of needles with distinct keys.
	Noise Haystack = "noise"
	// Decoys is a haystack in which NeedleShare of the slots hold needles. The keys asked for
	// appear exactly once each; all other needles are decoys, whose keys come from those not
	// asked for, repeat, and have random values.
	Decoys Haystack = "decoys"
)

// Config defines a [Symbols] task. Start from [Plain] or [Conjunctive].
type Config struct {
	Keys       int      `json:"keys"`        // number of distinct keys; a square if KeySymbols is 2
	Values     int      `json:"values"`      // number of value symbols
	Noise      int      `json:"noise"`       // number of noise symbols
	KeySymbols int      `json:"key_symbols"` // symbols of a key: 1, or 2 for conjunctive keys
	Haystack   Haystack `json:"haystack"`    // Noise or Decoys
	Chunk      int      `json:"chunk"`       // chunk size S that gold chunks are computed for

	// NeedleShare is the share of slots that hold needles: of all slots among decoys, of the slots
	// of a training context in noise.
	NeedleShare float64 `json:"needle_share"`
	// Needles is the largest number of needles in a noise haystack. 0 stands for as many as a
	// context of TrainLength holds, so that a longer haystack adds noise, not needles.
	Needles int `json:"needles"`
	// TrainLength is the training length that Needles follows if it is 0.
	TrainLength int `json:"train_length"`
	// Offset is the number of noise tokens before the first slot, less than a slot. With 0 and a
	// chunk size that slots divide no needle straddles two chunks; with 1 some do.
	Offset int `json:"offset"`
}

// Plain is the base task: 32 keys of one symbol, 16 values, 16 noise symbols, noise haystack, needles
// in 75 % of the slots of a training context of 80 tokens.
func Plain() Config {
	return Config{
		Keys: 32, Values: 16, Noise: 16, KeySymbols: 1, Haystack: Noise,
		Chunk: 8, NeedleShare: 0.75, TrainLength: 128,
	}
}

// Wide is [Plain] with 64 keys, 32 values and 32 noise symbols.
func Wide() Config {
	c := Plain()
	c.Keys, c.Values, c.Noise = 64, 32, 32
	return c
}

// Conjunctive is the task with two-symbol keys: 64 keys made of 8 first and 8 second symbols, 32
// values, 32 noise symbols. It is where an encoder can show what a bag of symbols cannot do,
// best among decoys.
func Conjunctive() Config {
	c := Wide()
	c.KeySymbols = 2
	return c
}

// With is the same task in another haystack.
func (c Config) With(h Haystack) Config {
	c.Haystack = h
	return c
}

// Validate reports the first field that no task can have, and what it may be.
func (c Config) Validate() error {
	switch {
	case c.KeySymbols != 1 && c.KeySymbols != 2:
		return fmt.Errorf("recall: KeySymbols %d: want 1 or 2", c.KeySymbols)
	case c.Keys < 2 || c.Keys > maxSymbols:
		return fmt.Errorf("recall: Keys %d: want 2 to %d", c.Keys, maxSymbols)
	case c.KeySymbols == 2 && c.side()*c.side() != c.Keys:
		return fmt.Errorf("recall: Keys %d with KeySymbols 2: want a square such as 64", c.Keys)
	case c.Values < 2 || c.Values > maxSymbols:
		return fmt.Errorf("recall: Values %d: want 2 to %d", c.Values, maxSymbols)
	case c.Noise < 1 || c.Noise > maxSymbols:
		return fmt.Errorf("recall: Noise %d: want 1 to %d", c.Noise, maxSymbols)
	case c.Haystack != Noise && c.Haystack != Decoys:
		return fmt.Errorf("recall: Haystack %q: want %q or %q", c.Haystack, Noise, Decoys)
	case c.Chunk < 1:
		return fmt.Errorf("recall: Chunk %d: want at least 1", c.Chunk)
	case !(c.NeedleShare > 0 && c.NeedleShare <= 1):
		return fmt.Errorf("recall: NeedleShare %g: want more than 0, at most 1", c.NeedleShare)
	case c.Needles < 0:
		return fmt.Errorf("recall: Needles %d: want 0 (as in training) or more", c.Needles)
	case c.Needles == 0 && (c.TrainLength < 1 || c.TrainLength > data.MaxLength):
		return fmt.Errorf("recall: TrainLength %d: want 1 to %d", c.TrainLength, data.MaxLength)
	case c.Offset < 0 || c.Offset >= c.slot():
		return fmt.Errorf("recall: Offset %d: want 0 to %d", c.Offset, c.slot()-1)
	}
	return nil
}

// maxSymbols bounds each kind of symbol, so that a sample's tables stay small.
const maxSymbols = 1 << 16

// slot is the number of tokens of a slot: `key value`, or `a b value noise`.
func (c Config) slot() int {
	if c.KeySymbols == 2 {
		return 4
	}
	return 2
}

// question is the number of tokens of a question with its answer.
func (c Config) question() int { return c.KeySymbols + 1 }

// side is the number of first symbols, and of second symbols, of two-symbol keys.
func (c Config) side() int { return int(math.Round(math.Sqrt(float64(c.Keys)))) }

// slots is the number of slots of a context.
func (c Config) slots(context int) int { return max(0, context-c.Offset) / c.slot() }

// filled is the number of slots that NeedleShare fills, at least one where there is a slot.
func (c Config) filled(slots int) int {
	return min(slots, max(1, int(math.Round(c.NeedleShare*float64(slots)))))
}

// distinct is the number of needles of a noise haystack: distinct keys, no more than in training.
func (c Config) distinct(slots int) int {
	most := c.Needles
	if most == 0 {
		most = c.filled(c.slots(c.TrainLength - data.TrainTail(c.TrainLength)))
	}
	return min(c.filled(slots), most, c.Keys)
}
