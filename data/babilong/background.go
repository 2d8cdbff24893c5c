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

	queue []sentence
	next  int          // text, where in order
	split [][]sentence // of each text, where in order and once used
	runes []int        // characters of each text, where at random
}

// sentence is a sentence whose tokens, with the space before it, are there once it was used.
type sentence struct {
	text   string
	tokens []int32
}

func newBackground(texts []string, tok data.Tokenizer, splitter *punkt.Splitter, rng *pyrand.Generator) *background {
	b := &background{texts: texts, tok: tok, splitter: splitter, rng: rng, split: make([][]sentence, len(texts))}
	if rng != nil {
		for _, text := range texts {
			b.runes = append(b.runes, utf8.RuneCountInString(text))
		}
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
	dry := 0 // texts since the last sentence that was taken
	for rest := n; rest > 0; {
		if len(b.queue) == 0 {
			if dry++; dry > max(tries, len(b.texts)) {
				return nil, fmt.Errorf("babilong: the background has no sentence of %d tokens or more with tokenizer %s: give more text",
					shortest, b.tok.Name())
			}
			b.fetch(n)
			continue
		}
		tokens := b.pop()
		if len(tokens) < shortest {
			continue
		}
		tokens = tokens[:min(len(tokens), rest)]
		taken = append(taken, tokens)
		rest -= len(tokens)
		dry = 0
	}
	return taken, nil
}

// pop takes the queue's first sentence and gives its tokens.
func (b *background) pop() []int32 {
	first := &b.queue[0]
	b.queue = b.queue[1:]
	if first.tokens == nil {
		first.tokens = b.tok.Encode(" " + first.text)
	}
	return first.tokens
}

// fetch fills the queue, for a sample of n tokens, with the next text or with up to 10n characters from a random place of
// a random text, without the first and the last sentence. There may be none.
func (b *background) fetch(n int) {
	if b.rng == nil {
		i := b.next
		b.next = (b.next + 1) % len(b.texts)
		if b.split[i] == nil {
			b.split[i] = b.sentences(b.texts[i])
		}
		b.queue = b.split[i]
		return
	}
	i := b.rng.Integers(len(b.texts))
	if b.runes[i] == 0 {
		return
	}
	start := b.rng.Integers(b.runes[i])
	if list := b.sentences(cutRunes(b.texts[i], start, 10*n)); len(list) > 2 {
		b.queue = list[1 : len(list)-1]
	}
}

func (b *background) sentences(text string) []sentence {
	spans := b.splitter.Spans(text)
	list := make([]sentence, len(spans))
	for i, s := range spans {
		list[i].text = text[s.Start:s.End]
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
