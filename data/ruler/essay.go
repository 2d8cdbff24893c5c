package ruler

import (
	"errors"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/punkt"
)

// Essay is running text to hide needles in. It is split into sentences once for all samples and lengths, and safe for
// concurrent use.
type Essay struct {
	splitter *punkt.Splitter
	words    []string

	mu       sync.Mutex
	ends     []int // where each word of the repeated text ends
	prefixes *punkt.Prefixes
}

// NewEssay makes an essay of a text, which is repeated where a haystack is longer. RULER splits its sentences with
// NLTK's English parameters; nil is the untrained splitter, which is the same where no abbreviations occur.
func NewEssay(text string, splitter *punkt.Splitter) (*Essay, error) {
	if splitter == nil {
		splitter = punkt.Untrained()
	}
	words := strings.FieldsFunc(text, punkt.IsSpace)
	if len(words) == 0 {
		return nil, errors.New("ruler: the essay holds no words: give a file with running text")
	}
	// RULER splits at single spaces, so that white space at an end of the text makes an empty word there.
	if text != strings.TrimLeftFunc(text, punkt.IsSpace) {
		words = append([]string{""}, words...)
	}
	if text != strings.TrimRightFunc(text, punkt.IsSpace) {
		words = append(words, "")
	}
	return &Essay{splitter: splitter, words: words}, nil
}

// sentences are the sentences of a start of an essay.
type sentences struct {
	text        string
	whole, rest []data.Span
}

func (s sentences) len() int { return len(s.whole) + len(s.rest) }

func (s sentences) at(i int) string {
	span := data.Span{}
	if i < len(s.whole) {
		span = s.whole[i]
	} else {
		span = s.rest[i-len(s.whole)]
	}
	return s.text[span.Start:span.End]
}

// first are the sentences of the first n words.
func (e *Essay) first(n int) sentences {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.prefixes == nil || n > len(e.ends) {
		e.grow(max(n, len(e.words), len(e.ends)*5/4))
	}
	text := e.prefixes.Text()
	end := 0
	if n > 0 {
		end = len(strings.TrimRight(text[:e.ends[n-1]], " "))
	}
	whole, rest := e.prefixes.Split(end)
	return sentences{text, e.prefixes.Spans()[:whole], rest}
}

// grow repeats the words up to n of them. Like RULER it leaves out the space that an empty first word leaves.
func (e *Essay) grow(n int) {
	leading := 0
	if e.words[0] == "" {
		leading = 1
	}
	var text strings.Builder
	e.ends = make([]int, n)
	for i := range n {
		if i > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(e.words[i%len(e.words)])
		e.ends[i] = max(0, text.Len()-leading)
	}
	e.prefixes = e.splitter.Prefixes(text.String()[min(leading, text.Len()):])
}
