package mixture_test

import (
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/mixture"
)

func TestConfigFaults(t *testing.T) {
	for want, plant := range map[string]func(*mixture.Config){
		"text share":             func(c *mixture.Config) { c.Text = -1 },
		"share NaN":              func(c *mixture.Config) { c.Tasks["recall-plain-noise"] = math.NaN() },
		"all shares are 0":       func(c *mixture.Config) { c.Text, c.Tasks = 0, nil },
		"answer weight -1":       func(c *mixture.Config) { c.AnswerWeight = -1 },
		"no weight in the loss":  func(c *mixture.Config) { c.AnswerWeight, c.TaskTextWeight = 0, 0 },
		"no length has a share":  func(c *mixture.Config) { c.Lengths = nil },
		"sequences of 1 tokens":  func(c *mixture.Config) { c.Lengths[0].Length = 1 },
		"0 sequences in a batch": func(c *mixture.Config) { c.Lengths[0].Sequences = 0 },
		"share -1 of length":     func(c *mixture.Config) { c.Lengths[0].Share = -1 },
		`"other" has a share and no source: there are recall-plain-noise`: func(c *mixture.Config) { c.Text, c.Tasks["other"] = 0, 1 },
	} {
		c := config()
		plant(&c)
		if _, err := mixture.New(c, plain(t, 0)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// TestHashSeesEverything: each change makes another mixture.
func TestHashSeesEverything(t *testing.T) {
	s := text(t)
	hash := func(change func(*mixture.Config), base int) string {
		c := config()
		change(&c)
		m, err := mixture.New(c, s, plain(t, base))
		if err != nil {
			t.Fatal(err)
		}
		return m.Hash()
	}
	seen := map[string]string{}
	for name, h := range map[string]string{
		"plain":   hash(func(c *mixture.Config) {}, 4096),
		"seed":    hash(func(c *mixture.Config) { c.Seed++ }, 4096),
		"text":    hash(func(c *mixture.Config) { c.Text = 2 }, 4096),
		"lengths": hash(func(c *mixture.Config) { c.Lengths[0].Share = 5 }, 4096),
		"weight":  hash(func(c *mixture.Config) { c.AnswerWeight = 5 }, 4096),
		"base":    hash(func(c *mixture.Config) {}, 5000),
	} {
		if other, ok := seen[h]; ok {
			t.Errorf("%s and %s have one hash", name, other)
		}
		seen[h] = name
	}
}
