package mixture

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/hsalab/hsalab/data"
)

// Config says what is mixed. Shares are relative to their sum.
type Config struct {
	Seed  uint64             `json:"seed" toml:"seed"`
	Text  float64            `json:"text" toml:"text"`   // share of sequences of running text
	Tasks map[string]float64 `json:"tasks" toml:"tasks"` // shares of sequences by the name of their source
	// Lengths are the shapes of batches. One is drawn for each step.
	Lengths []Shape `json:"lengths" toml:"lengths"`
	// AnswerWeight is the weight in the loss of the answers of tasks, TaskTextWeight that of all their other tokens:
	// with 0 a task is learned from its answers alone. Tokens of running text have weight 1.
	AnswerWeight   float32 `json:"answer_weight" toml:"answer_weight"`
	TaskTextWeight float32 `json:"task_text_weight" toml:"task_text_weight"`
}

// Shape is the shape of a batch.
type Shape struct {
	Length    int     `json:"length" toml:"length"`       // tokens of a sequence
	Sequences int     `json:"sequences" toml:"sequences"` // in a batch
	Share     float64 `json:"share" toml:"share"`         // of steps
}

// Validate reports the first field that no mixture can have, and what it may be.
func (c Config) Validate() error {
	if !share(c.Text) {
		return fmt.Errorf("mixture: text share %g: want 0 or more", c.Text)
	}
	sum := c.Text
	for name, s := range c.Tasks {
		if !share(s) {
			return fmt.Errorf("mixture: share %g of task %s: want 0 or more", s, name)
		}
		sum += s
	}
	switch {
	case sum == 0:
		return errors.New("mixture: all shares are 0: give text or a task one above")
	case !(c.AnswerWeight >= 0) || !(c.TaskTextWeight >= 0) || math.IsInf(float64(c.AnswerWeight+c.TaskTextWeight), 1):
		return fmt.Errorf("mixture: answer weight %g and task text weight %g: want 0 or more", c.AnswerWeight, c.TaskTextWeight)
	case c.AnswerWeight+c.TaskTextWeight == 0 && sum > c.Text:
		return errors.New("mixture: tasks have a share and no weight in the loss: set answer_weight to 1 or more")
	}
	return c.validateShapes()
}

func (c Config) validateShapes() error {
	sum := 0.0
	for _, s := range c.Lengths {
		switch {
		case s.Length < 2 || s.Length > data.MaxLength:
			return fmt.Errorf("mixture: sequences of %d tokens: want 2 to %d", s.Length, data.MaxLength)
		case s.Sequences < 1 || s.Sequences > maxSequences:
			return fmt.Errorf("mixture: %d sequences in a batch: want 1 to %d", s.Sequences, maxSequences)
		case !share(s.Share):
			return fmt.Errorf("mixture: share %g of length %d: want 0 or more", s.Share, s.Length)
		}
		sum += s.Share
	}
	if sum == 0 {
		return errors.New("mixture: no length has a share: give one above 0")
	}
	return nil
}

const maxSequences = 1 << 20

func share(s float64) bool { return s >= 0 && !math.IsInf(s, 1) }

// names are the sources of the config with a share above 0, text first and tasks in the order of their names, and the
// shares.
func (c Config) names() (names []string, shares []float64) {
	if c.Text > 0 {
		names, shares = append(names, TextName), append(shares, c.Text)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Tasks)) {
		if s := c.Tasks[name]; s > 0 {
			names, shares = append(names, name), append(shares, s)
		}
	}
	return names, shares
}

// pick is the index of the share that a number from 0 to 1 falls into.
func pick(u float64, shares []float64) int {
	sum := 0.0
	for _, s := range shares {
		sum += s
	}
	u *= sum
	last := 0
	for i, s := range shares {
		if s == 0 {
			continue
		}
		if last = i; u < s {
			break
		}
		u -= s
	}
	return last
}
