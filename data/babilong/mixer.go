package babilong

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/punkt"
	"github.com/hsalab/hsalab/data/pyrand"
)

// Config says how facts are mixed into text.
type Config struct {
	Tokens  int    // of facts and background together, without the prompt; 0 for the facts alone
	Seed    uint64 // of the facts' places, and of the background where it is shuffled
	Shuffle bool   // sentences from random places of random texts, not the texts in order
	// Start and End bound the facts' places to this part of the tokens, from 0 to 1; both 0 for anywhere.
	Start, End float64
	Splitter   *punkt.Splitter // of sentences; nil for [punkt.Untrained], which BABILong uses
}

// Mixer mixes facts into background text. Its samples follow each other: what is left of the background goes into the
// next one. For samples that do not depend on each other take a mixer for each, shuffled and with a seed of its own. It
// is not safe for concurrent use.
type Mixer struct {
	config     Config
	tok        data.Tokenizer
	background *background
	places     *pyrand.Generator
	made       int
}

// New makes a mixer. It fails on a negative length, on a part of the text that is none and on a background without text.
func New(c Config, texts []string, tok data.Tokenizer) (*Mixer, error) {
	if c.Tokens < 0 || c.Tokens > data.MaxLength {
		return nil, fmt.Errorf("babilong: length %d: want 0 to %d tokens", c.Tokens, data.MaxLength)
	}
	if whole := c.Start == 0 && c.End == 0; !whole && !(c.Start >= 0 && c.Start < c.End && c.End <= 1) {
		return nil, fmt.Errorf("babilong: depths %v to %v: want two fractions from 0 to 1, the smaller one first", c.Start, c.End)
	}
	if err := checkTexts(texts); err != nil {
		return nil, err
	}
	if c.Splitter == nil {
		c.Splitter = punkt.Untrained()
	}
	var rng *pyrand.Generator
	if c.Shuffle {
		rng = pyrand.NewGenerator(c.Seed)
	}
	return &Mixer{config: c, tok: tok, background: newBackground(texts, tok, c.Splitter, rng), places: pyrand.NewGenerator(c.Seed)}, nil
}

// Mix hides the statements before a question. It fails where they alone are longer than the sample, where no sentence
// begins in the part of the text that is asked for, and where the background runs out of sentences.
func (m *Mixer) Mix(q babi.Question) (Mix, error) {
	facts, size := make([][]int32, len(q.Statements)), 0
	for i, text := range q.Statements {
		facts[i] = m.tok.Encode(" " + text)
		size += len(facts[i])
	}
	if m.config.Tokens > 0 && size > m.config.Tokens {
		return Mix{}, fmt.Errorf("babilong: the %d facts of a question of %v take %d tokens, more than the %d asked for: give a greater length or drop long stories",
			len(facts), q.Task, size, m.config.Tokens)
	}
	sentences, err := m.background.take(max(0, m.config.Tokens-size))
	if err != nil {
		return Mix{}, err
	}
	places, err := m.drawPlaces(sentences, len(facts), size)
	if err != nil {
		return Mix{}, err
	}
	mix := newMix(q, sentences, facts, places, m.tok)
	mix.Seed, mix.Index = m.config.Seed, m.made
	m.made++
	return mix, nil
}

// drawPlaces draws, with replacement, the sentence that each fact goes before; the number of sentences is the end.
func (m *Mixer) drawPlaces(sentences [][]int32, n, factTokens int) ([]int, error) {
	allowed := make([]int, 0, len(sentences)+1)
	if m.config.End == 0 {
		for i := range len(sentences) + 1 {
			allowed = append(allowed, i)
		}
	} else {
		size := float64(m.config.Tokens)
		first, end := int(size*m.config.Start), int(size*m.config.End)-factTokens
		offset := 0
		for i, sentence := range sentences {
			if first <= offset && offset < end {
				allowed = append(allowed, i)
			}
			offset += len(sentence)
		}
	}
	if len(allowed) == 0 {
		return nil, fmt.Errorf("babilong: no sentence begins at a depth of %v to %v less the %d tokens of facts: widen the part", m.config.Start, m.config.End, factTokens)
	}
	places := make([]int, n)
	for i := range places {
		places[i] = allowed[m.places.Integers(len(allowed))]
	}
	slices.Sort(places)
	return places, nil
}
