package babilong

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/punkt"
	"github.com/hsalab/hsalab/data/pyrand"
)

const (
	shortest = 10   // tokens of a sentence that is taken
	tries    = 1000 // texts that are drawn before a background is said to be empty
)

// background gives tokenized sentences of texts, in order and round and round, or from random places.
type background struct {
	texts    []string
	tok      data.Tokenizer
	splitter *punkt.Splitter
	rng      *pyrand.Generator // nil for texts in order

	queue [][]int32
	next  int         // text, where in order
	ready [][][]int32 // sentences of each text, where in order and once used
	runes []int       // characters of each text, where at random
}

func newBackground(texts []string, tok data.Tokenizer, splitter *punkt.Splitter, rng *pyrand.Generator) *background {
	b := &background{texts: texts, tok: tok, splitter: splitter, rng: rng}
	if rng == nil {
		b.ready = make([][][]int32, len(texts))
		return b
	}
	for _, text := range texts {
		b.runes = append(b.runes, utf8.RuneCountInString(text))
	}
	return b
}

// take gives sentences of n tokens all in all, the last one cut to fit. What is left of the queue stays for the next
// call. For n of 0 it gives one empty sentence, as the original does.
func (b *background) take(n int) ([][]int32, error) {
	if n == 0 {
		return [][]int32{{}}, nil
	}
	var taken [][]int32
	for rest := n; rest > 0; {
		if len(b.queue) == 0 {
			if err := b.fetch(n); err != nil {
				return nil, err
			}
		}
		sentence := b.queue[0]
		b.queue = b.queue[1:]
		if len(sentence) > rest {
			sentence = sentence[:rest]
		}
		taken = append(taken, sentence)
		rest -= len(sentence)
	}
	return taken, nil
}

// fetch fills the queue for a sample of n tokens.
func (b *background) fetch(n int) error {
	if b.rng == nil {
		return b.fetchNext()
	}
	return b.fetchRandom(n)
}

// fetchNext takes the sentences of the next text.
func (b *background) fetchNext() error {
	for range b.texts {
		i := b.next
		b.next = (b.next + 1) % len(b.texts)
		if b.ready[i] == nil {
			b.ready[i] = b.encode(b.texts[i], b.splitter.Spans(b.texts[i]))
		}
		if b.queue = b.ready[i]; len(b.queue) > 0 {
			return nil
		}
	}
	return b.empty()
}

// fetchRandom takes up to 10n characters from a random place of a random text, without the first and the last sentence.
func (b *background) fetchRandom(n int) error {
	for range tries {
		i := b.rng.Integers(len(b.texts))
		if b.runes[i] == 0 {
			continue
		}
		start := b.rng.Integers(b.runes[i])
		text := cutRunes(b.texts[i], start, 10*n)
		if spans := b.splitter.Spans(text); len(spans) > 2 {
			b.queue = b.encode(text, spans[1:len(spans)-1])
		}
		if len(b.queue) > 0 {
			return nil
		}
	}
	return b.empty()
}

func (b *background) empty() error {
	return fmt.Errorf("babilong: the background has no sentence of %d tokens or more with tokenizer %s: give more text", shortest, b.tok.Name())
}

// encode gives the sentences' tokens, each with the space before it, without the short ones. It is never nil.
func (b *background) encode(text string, sentences []data.Span) [][]int32 {
	list := make([][]int32, 0, len(sentences))
	for _, s := range sentences {
		if tokens := b.tok.Encode(" " + text[s.Start:s.End]); len(tokens) >= shortest {
			list = append(list, tokens)
		}
	}
	return list
}

// cutRunes is up to n characters of the text from character start on.
func cutRunes(text string, start, n int) string {
	from, to, i := len(text), len(text), 0
	for at := range text {
		switch i {
		case start:
			from = at
		case start + n:
			to = at
		}
		if i++; i > start+n {
			break
		}
	}
	return text[from:to]
}

func checkTexts(texts []string) error {
	for _, text := range texts {
		if text != "" {
			return nil
		}
	}
	return errors.New("babilong: the background has no text")
}
