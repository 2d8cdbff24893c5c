package needles

import (
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/pyrand"
	"github.com/hsalab/hsalab/data/taskpack"
)

// Maker makes samples with the strings of one pack and one tokenizer. It is safe for concurrent use.
type Maker struct {
	texts taskpack.HSAGroup
	tok   data.Tokenizer
	comma int32
}

// New makes a maker. It fails where the tokenizer has no EOS, no token of its own for the comma (which cuts the answers
// of VT), or too few tokens for random keys, and on a pack without the group's strings.
func New(texts taskpack.HSAGroup, tok data.Tokenizer) (*Maker, error) {
	if texts.SingleNeedle.Question == "" || texts.MultiQuery.Question == "" || texts.Variables.Question == "" {
		return nil, errors.New(`needles: the pack has no strings of the HSA group: give one with a section "hsa_group"`)
	}
	comma := tok.Encode(",")
	switch {
	case tok.EOS() < 0:
		return nil, fmt.Errorf("needles: tokenizer %s has no EOS, with which answers end", tok.Name())
	case len(comma) != 1:
		return nil, fmt.Errorf("needles: tokenizer %s has %d tokens for a comma, want 1", tok.Name(), len(comma))
	case tok.Vocab() <= firstKeyToken:
		return nil, fmt.Errorf("needles: tokenizer %s has %d tokens: random keys take those from %d on", tok.Name(), tok.Vocab(), firstKeyToken)
	}
	return &Maker{texts: texts, tok: tok, comma: comma[0]}, nil
}

// FromSpan makes the group's own sample of a span of text: as long as the span, with all draws seeded by the product of
// its first and last token. It fails where the span is too short for the task.
func (m *Maker) FromSpan(task Task, span []int32) (Sample, error) {
	if len(span) == 0 {
		return Sample{}, errors.New("needles: the span is empty")
	}
	seed := int64(span[0]) * int64(span[len(span)-1])
	rng := spanDraws(seed)
	d, err := m.draft(task, rng, TokenKey, 0)
	if err != nil {
		return Sample{}, err
	}
	room, err := d.room(task, len(span))
	if err != nil {
		return Sample{}, err
	}
	places := []int{0}
	if task == SingleNeedle {
		places[0] = rng.RandInt(0, room)
	} else {
		places = scatter(rng, room, len(d.needles))
	}
	return m.build(task, seed, d, span[:room], places), nil
}

// spanDraws is the group's generator: NumPy's, seeded with 16 words of Python's.
func spanDraws(seed int64) *pyrand.Legacy {
	python := pyrand.NewRandom(seed)
	words := make([]uint32, 16)
	for i := range words {
		words[i] = uint32(python.RandInt(0, 1<<32-1))
	}
	return pyrand.NewLegacyKey(words)
}

// scatter draws n different places among those of the haystack's tokens, by shuffling them all.
func scatter(rng *pyrand.Legacy, room, n int) []int {
	places := make([]int32, room)
	for i := range places {
		places[i] = int32(i)
	}
	rng.Shuffle(room, func(i, j int) { places[i], places[j] = places[j], places[i] })
	first := make([]int, n)
	for i := range first {
		first[i] = int(places[i])
	}
	return first
}

// Count is the number of samples that a text of so many tokens gives at a length.
func Count(total, length int) int { return total / length }

// At is the span of sample i in a text of so many tokens: spans follow each other, and the last one ends a token ahead
// of the text's end at the latest.
func At(i, total, length int) data.Span {
	start := max(0, min(i*length, total-length-1))
	return data.Span{Start: start, End: start + length}
}
