package punkt

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
)

// Prefixes splits prefixes of one text. It splits the whole text once; a prefix then costs its last sentences.
type Prefixes struct {
	splitter *Splitter
	text     string
	spans    []data.Span
}

// Prefixes prepares the text.
func (s *Splitter) Prefixes(text string) *Prefixes {
	return &Prefixes{s, text, s.Spans(text)}
}

// Text is the whole text.
func (p *Prefixes) Text() string { return p.text }

// Split gives the sentences of the first end bytes, just as [Splitter.Spans] of them, as those of the whole text that
// come first, by their number, and the others.
//
// The prefix must end behind a word: whether a sentence ends at a mark depends on nothing behind the next word.
func (p *Prefixes) Split(end int) (whole int, rest []data.Span) {
	whole, _ = slices.BinarySearchFunc(p.spans, end, func(s data.Span, end int) int { return s.End - end })
	for whole = max(0, whole-1); whole > 0 && !p.restarts(whole); whole-- {
	}
	start := 0
	if whole > 0 {
		start = p.spans[whole].Start
	}
	rest = p.splitter.Spans(p.text[start:end])
	for i := range rest {
		rest[i].Start += start
		rest[i].End += start
	}
	return whole, rest
}

// Spans are the sentences of the whole text.
func (p *Prefixes) Spans() []data.Span { return p.spans }

// restarts reports whether sentence i is split the same without what is before it: the sentence before ends in its mark
// and white space parts their words.
func (p *Prefixes) restarts(i int) bool {
	mark, _ := runeIn(p.text, p.spans[i-1].End-1, marks)
	return mark && strings.IndexByte(ascii, p.text[p.spans[i].Start-1]) >= 0
}
