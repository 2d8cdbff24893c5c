package recall

import (
	"cmp"
	"fmt"

	"github.com/hsalab/hsalab/data"
)

const (
	maxSymbols = 1 << 16 // of each kind, so that a sample's tables stay small
	maxHops    = 16      // of a chain
	maxRepeats = 64      // needles of a key
)

// Validate reports the first field that no task can have, and what it may be.
func (c Config) Validate() error {
	switch {
	case c.KeySymbols != 1 && c.KeySymbols != 2:
		return fmt.Errorf("recall: KeySymbols %d: want 1 or 2", c.KeySymbols)
	case c.Reverse && c.KeySymbols != 1:
		return fmt.Errorf("recall: Reverse with KeySymbols %d: want 1, so that an answer is one symbol", c.KeySymbols)
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
	return cmp.Or(c.validateStraddle(), c.validateRepeats(), c.validateChain(), c.validateMost())
}

func (c Config) validateStraddle() error {
	inside, across := c.needle()+c.slot(), c.needle()
	switch {
	case !(c.Straddle >= 0 && c.Straddle <= 1):
		return fmt.Errorf("recall: Straddle %g: want 0 to 1", c.Straddle)
	case c.Straddle > 0 && c.Offset > 0:
		return fmt.Errorf("recall: Offset %d with Straddle %g: want 0, the boundaries say where needles lie", c.Offset, c.Straddle)
	case c.Straddle > 0 && c.Chunk < across:
		return fmt.Errorf("recall: Chunk %d with Straddle %g: want at least %d", c.Chunk, c.Straddle, across)
	case c.Straddle > 0 && c.Straddle < 1 && c.Chunk < inside:
		return fmt.Errorf("recall: Chunk %d with Straddle %g: want at least %d, so that other needles have room", c.Chunk, c.Straddle, inside)
	}
	return nil
}

func (c Config) validateRepeats() error {
	answers := c.Values
	if c.Reverse {
		answers = c.Keys
	}
	switch {
	case c.Repeats == 0 && c.Answer != "":
		return fmt.Errorf("recall: Answer %q with Repeats 0: want Repeats 2 or more, or no Answer", c.Answer)
	case c.Repeats == 0:
		return nil
	case c.Repeats < 2 || c.Repeats > min(maxRepeats, answers):
		return fmt.Errorf("recall: Repeats %d: want 0 (once) or 2 to %d different answers", c.Repeats, min(maxRepeats, answers))
	case c.Answer != Newest && c.Answer != Oldest && c.Answer != All:
		return fmt.Errorf("recall: Answer %q with Repeats %d: want %q, %q or %q", c.Answer, c.Repeats, Newest, Oldest, All)
	}
	return nil
}

func (c Config) validateChain() error {
	switch {
	case c.Hops == 0 && (c.Shallowest != 0 || c.Listed):
		return fmt.Errorf("recall: Shallowest %d, Listed %t with Hops 0: want Hops 2 or more, or neither", c.Shallowest, c.Listed)
	case c.Hops == 0:
		return nil
	case c.Hops < 2 || c.Hops > maxHops:
		return fmt.Errorf("recall: Hops %d: want 0 (no chains) or 2 to %d", c.Hops, maxHops)
	case c.Keys <= c.Hops:
		return fmt.Errorf("recall: Keys %d with Hops %d: want at least %d", c.Keys, c.Hops, c.Hops+1)
	case c.KeySymbols != 1 || c.Reverse || c.Repeats != 0:
		return fmt.Errorf("recall: Hops %d with KeySymbols %d, Reverse %t, Repeats %d: want 1, false and 0", c.Hops, c.KeySymbols, c.Reverse, c.Repeats)
	case c.Shallowest < 1 || c.Shallowest > c.Hops:
		return fmt.Errorf("recall: Shallowest %d: want 1 to Hops %d", c.Shallowest, c.Hops)
	case c.Listed && c.Shallowest != c.Hops:
		return fmt.Errorf("recall: Shallowest %d with Listed: want Hops %d, the answer names the others", c.Shallowest, c.Hops)
	}
	return nil
}

// validateMost refuses a bound on the needles that leaves no chain or repeated key whole.
func (c Config) validateMost() error {
	switch per := c.perSubject(); {
	case per == 1 || c.most() >= per:
		return nil
	case c.Needles > 0:
		return fmt.Errorf("recall: Needles %d: want 0 (as in training) or at least %d, those of one question", c.Needles, per)
	default:
		return fmt.Errorf("recall: TrainLength %d: its context has room for %d needles, want at least %d, those of one question", c.TrainLength, c.most(), per)
	}
}
