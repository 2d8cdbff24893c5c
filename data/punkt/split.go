package punkt

import (
	"strings"

	"github.com/hsalab/hsalab/data"
)

// Splitter splits text into sentences. It is immutable and safe for concurrent use.
type Splitter struct{ parameters }

// Untrained is a splitter that knows no abbreviations: it ends a sentence at nearly every mark.
func Untrained() *Splitter { return new(Splitter) }

// Split gives the sentences of a text. They share its memory.
func (s *Splitter) Split(text string) []string {
	spans := s.Spans(text)
	sentences := make([]string, len(spans))
	for i, span := range spans {
		sentences[i] = text[span.Start:span.End]
	}
	return sentences
}

// Spans gives the bytes of each sentence of a text. White space between sentences belongs to none.
func (s *Splitter) Spans(text string) []data.Span {
	return realign(text, s.slices(text))
}

// slices are the parts of a text between breaks, the last without trailing white space.
func (s *Splitter) slices(text string) []data.Span {
	var slices []data.Span
	start := 0
	for c := range candidates(text) {
		if s.breaks(c.context(text)) {
			slices = append(slices, data.Span{Start: start, End: c.mark + 1})
			start = c.next
		}
	}
	end := len(strings.TrimRightFunc(text, IsSpace))
	return append(slices, data.Span{Start: start, End: max(start, end)})
}

// realign moves closing quotes and brackets at the start of a slice to the sentence before, and drops empty ones.
func realign(text string, slices []data.Span) []data.Span {
	sentences := slices[:0]
	moved := 0
	for i, span := range slices {
		span.Start += moved
		moved = 0
		if i+1 < len(slices) {
			next := slices[i+1]
			run, with := closingRun(text[next.Start:next.End])
			if run > 0 {
				span.End, moved = next.Start+run, with
			}
		}
		if span.Start < span.End {
			sentences = append(sentences, span)
		}
	}
	return sentences
}

// closingRun is the length of the shortest run of closing characters that begins a slice and is followed by white
// space, two hyphens or the end of a line, and its length with that white space.
func closingRun(slice string) (run, with int) {
	for closing, size := runeIn(slice, 0, realigns); closing; closing, size = runeIn(slice, run, realigns) {
		run += size
		rest := slice[run:]
		space, _ := spaceAt(rest, 0)
		if space || rest == "" || strings.HasPrefix(rest, "--") {
			return run, indexText(slice, run)
		}
	}
	return 0, 0
}
