package mixture

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data"
)

// TextName is what the source of running text is called.
const TextName = "text"

// Text is running text: spans of a file of tokens from random places on. Every start is as likely.
type Text struct{ tokens *Tokens }

var _ Source = Text{}

// NewText is the source of text over tokens.
func NewText(t *Tokens) Text { return Text{t} }

// Name is "text".
func (Text) Name() string { return TextName }

// Hash is the fingerprint of corpus and tokenizer, the same on every machine.
func (t Text) Hash() string {
	i := t.tokens.info
	return data.Hash(struct {
		Corpus, Tokenizer string
		Tokens            int
	}{i.CorpusHash, i.TokenizerHash, i.Tokens})
}

// Vocab is that of the tokenizer.
func (t Text) Vocab() int { return t.tokens.info.Vocab }

// Sample is a span from a random place on. It fails where the corpus has fewer tokens than the span.
func (t Text) Sample(seed uint64, index, length int) (Example, error) {
	tokens, err := t.span("mixture text", seed, index, length)
	return Example{Tokens: tokens}, err
}

// span is length tokens from a place that is drawn under a name.
func (t Text) span(name string, seed uint64, index, length int) ([]int32, error) {
	room := t.tokens.Len() - length
	if room < 0 {
		return nil, fmt.Errorf("mixture: corpus %s has %d tokens, a span takes %d: give a larger corpus or a smaller length", t.tokens.info.Corpus, t.tokens.Len(), length)
	}
	return t.tokens.Span(data.Rand(name, seed, uint64(index)).IntN(room+1), length)
}

// Documents are the texts of tokens between the ends of documents, but for empty ones.
func Documents(tokens []int32, tok data.Tokenizer) []string {
	var texts []string
	for len(tokens) > 0 {
		end := slices.Index(tokens, tok.EOS())
		if end < 0 {
			end = len(tokens)
		}
		if text := tok.Decode(tokens[:end]); text != "" {
			texts = append(texts, text)
		}
		tokens = tokens[min(end+1, len(tokens)):]
	}
	return texts
}
