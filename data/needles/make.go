package needles

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/pyrand"
)

// Key is what the key of S-N is made of.
type Key int

// The kinds of keys.
const (
	TokenKey Key = iota // random tokens: 7 of them unless said otherwise
	DigitKey            // a decimal number of 8 digits unless said otherwise
)

// RandomDepth lets the needles lie anywhere.
const RandomDepth = -1

// Config is a sample of one's own.
type Config struct {
	Task   Task
	Length int // tokens of the sample, all in all
	// Depth is where in the haystack the evidence lies, from 0 (first) to 1 (last), or [RandomDepth]: the needle of S-N,
	// one of the two of MQ-N, one of the three of VT's chain. Other needles lie anywhere. FWE does not read it.
	Depth float64
	Seed  int64
	Index int // number of the sample in the stream of a seed
	Key   Key // of S-N
	Size  int // tokens or digits of the key of S-N, words of FWE; 0 for the usual number
}

// Source gives n tokens of text as haystack. It fails where the text has not as many.
type Source func(n int) ([]int32, error)

// FromTokens is the source that takes the first tokens of a text.
func FromTokens(tokens []int32) Source {
	return func(n int) ([]int32, error) {
		if n > len(tokens) {
			return nil, fmt.Errorf("needles: the text has %d tokens, the haystack takes %d: give a longer text or a smaller length", len(tokens), n)
		}
		return tokens[:n], nil
	}
}

// Make makes a sample of one's own in the haystack of the source. The same config, pack, tokenizer and haystack give the
// same tokens on every machine. It fails on an unknown task, a depth that is none, a length too short, and where the
// source fails.
func (m *Maker) Make(c Config, source Source) (Sample, error) {
	if err := c.check(); err != nil {
		return Sample{}, err
	}
	s, err := m.make(c, ownDraws(c), source)
	s.Index = c.Index
	return s, err
}

func (m *Maker) make(c Config, rng *pyrand.Legacy, source Source) (Sample, error) {
	if c.Task == FrequentWords {
		return m.frequent(c, rng, source)
	}
	d, err := m.draft(c.Task, rng, c.Key, c.Size)
	if err != nil {
		return Sample{}, err
	}
	room, err := d.room(c.Task, c.Length)
	if err != nil {
		return Sample{}, err
	}
	haystack, err := take(source, room)
	if err != nil {
		return Sample{}, err
	}
	return m.build(c.Task, c.Seed, d, haystack, drawPlaces(rng, d, room, c.Depth)), nil
}

func (c Config) check() error {
	switch {
	case c.Depth != RandomDepth && !(c.Depth >= 0 && c.Depth <= 1):
		return fmt.Errorf("needles: depth %v: want 0 to 1, or %d for anywhere", c.Depth, RandomDepth)
	case c.Length > data.MaxLength:
		return fmt.Errorf("needles: length %d: the longest is %d", c.Length, data.MaxLength)
	}
	return nil
}

func ownDraws(c Config) *pyrand.Legacy {
	rng := data.Rand("needles "+c.Task.String(), uint64(c.Seed), uint64(c.Index))
	words := make([]uint32, 16)
	for i := range words {
		words[i] = rng.Uint32()
	}
	return pyrand.NewLegacyKey(words)
}

func take(source Source, n int) ([]int32, error) {
	haystack, err := source(n)
	if err == nil && len(haystack) < n {
		err = fmt.Errorf("needles: the source gave %d tokens, want %d", len(haystack), n)
	}
	if err != nil {
		return nil, err
	}
	return haystack[:n], nil
}

// drawPlaces draws different places from 0 to room, both included, and puts the first gold needle at the depth.
func drawPlaces(rng *pyrand.Legacy, d draft, room int, depth float64) []int {
	places, taken := make([]int, len(d.needles)), map[int]bool{}
	fixed := -1
	if depth != RandomDepth {
		fixed = slices.IndexFunc(d.needles, func(n needle) bool { return n.gold })
		places[fixed] = int(depth*float64(room) + 0.5)
		taken[places[fixed]] = true
	}
	for i := range places {
		if i == fixed {
			continue
		}
		place := rng.RandInt(0, room+1)
		for taken[place] {
			place = rng.RandInt(0, room+1)
		}
		places[i], taken[place] = place, true
	}
	return places
}
