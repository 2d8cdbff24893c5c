package tokenizer

import (
	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

// Words is the tokenizer of whole words over a vocabulary of
// [github.com/hsalab/hsalab/data/words]: words in lower case, digits and punctuation one by one, white space dropped.
// What the vocabulary lacks is one unknown token, so it is not reversible. It has no end token.
type Words struct {
	vocabulary *words.Vocabulary
	name       string
}

var (
	_ data.Tokenizer = Words{}
	_ data.Counter   = Words{}
)

// NewWords is the tokenizer of a vocabulary, under a name of the caller's.
func NewWords(name string, v *words.Vocabulary) Words { return Words{v, name} }

// Name is the name it was given.
func (w Words) Name() string { return w.name }

// Hash is the fingerprint of the vocabulary.
func (w Words) Hash() string { return w.vocabulary.Hash() }

// Vocab is the number of words, the unknown one included.
func (w Words) Vocab() int { return w.vocabulary.Size() }

// EOS is -1: there is none.
func (Words) EOS() int32 { return -1 }

// Count is the number of words, digits and marks of text.
func (Words) Count(text string) int {
	n := 0
	for range words.Pieces(text) {
		n++
	}
	return n
}

// Encode gives the words of text.
func (w Words) Encode(text string) []int32 {
	tokens, _ := w.EncodeOffsets(text)
	return tokens
}

// EncodeOffsets gives the words of text and their bytes. White space has none.
func (w Words) EncodeOffsets(text string) ([]int32, []data.Span) {
	found := w.vocabulary.Encode(text)
	tokens, spans := make([]int32, len(found)), make([]data.Span, len(found))
	for i, t := range found {
		tokens[i], spans[i] = t.ID, data.Span{Start: t.Start, End: t.End}
	}
	return tokens, spans
}

// Decode shows words as English sets them; case and unknown words are lost.
func (w Words) Decode(tokens []int32) string { return w.vocabulary.Decode(tokens) }
