package recall

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/data"
)

// TextConfig defines a [Text] task. Start from [RunningText].
type TextConfig struct {
	Chunk       int     `json:"chunk"`        // chunk size S that gold chunks are computed for
	NeedleShare float64 `json:"needle_share"` // share of a training context that needles fill
	// Needles is the largest number of needles that can be asked for. 0 stands for as many as a
	// context of TrainLength holds, so that a longer haystack adds text, not needles.
	Needles int `json:"needles"`
	// TrainLength is the training length that Needles follows if it is 0.
	TrainLength int `json:"train_length"`
	// DecoyShare is the share of the context that decoys fill besides the needles: needles of
	// keys that the sample does not ask for, repeated, with random values.
	DecoyShare float64 `json:"decoy_share"`
}

// RunningText is the text task of the recipe: chunks of 8, needles fill 70 % of a training context
// of 160 words (length 256), no decoys.
func RunningText() TextConfig {
	return TextConfig{Chunk: 8, NeedleShare: 0.7, TrainLength: 256}
}

// WithDecoys is the same task with a share of the context filled by decoys.
func (c TextConfig) WithDecoys(share float64) TextConfig {
	c.DecoyShare = share
	return c
}

// Validate reports the first field that no task can have, and what it may be.
func (c TextConfig) Validate() error {
	switch {
	case c.Chunk < 1:
		return fmt.Errorf("recall: Chunk %d: want at least 1", c.Chunk)
	case !(c.NeedleShare > 0 && c.NeedleShare <= 1):
		return fmt.Errorf("recall: NeedleShare %g: want more than 0, at most 1", c.NeedleShare)
	case c.Needles < 0:
		return fmt.Errorf("recall: Needles %d: want 0 (as in training) or more", c.Needles)
	case c.Needles == 0 && (c.TrainLength < 1 || c.TrainLength > data.MaxLength):
		return fmt.Errorf("recall: TrainLength %d: want 1 to %d", c.TrainLength, data.MaxLength)
	case !(c.DecoyShare >= 0 && c.DecoyShare <= 1):
		return fmt.Errorf("recall: DecoyShare %g: want 0 to 1", c.DecoyShare)
	}
	return nil
}

// filled is the number of needles that fill NeedleShare of a context, at least one where one fits.
func (c TextConfig) filled(context int) int {
	return min(context/phrase, max(1, int(math.Round(c.NeedleShare*float64(context)/phrase))))
}

// counts is the number of questions, of needles with keys of their own, and of decoys.
func (c TextConfig) counts(context, tail int) (queries, once, decoys int) {
	most := c.Needles
	if most == 0 {
		most = c.filled(c.TrainLength - data.TrainTail(c.TrainLength))
	}
	once = min(c.filled(context), most, len(keyWords))
	queries = min(tail/phrase, once)
	if c.DecoyShare > 0 {
		queries = min(queries, len(keyWords)-1)
		decoys = min(context/phrase-once, int(math.Round(c.DecoyShare*float64(context)/phrase)))
	}
	return queries, once, decoys
}
