package tokenizer

import (
	"strings"

	"github.com/hsalab/hsalab/data"
)

// BPE is a byte-pair encoding tokenizer as a tokenizer.json file defines it. It is safe for concurrent use.
//
// Special tokens are never found in text: text is data, and "<|endoftext|>" in it is encoded as those thirteen
// characters. See [BPE.ID] for their ids. Other added tokens (the runs of spaces of GPT-NeoX) are found as in the
// original.
type BPE struct {
	name, hash string
	merger     *merger
	cache      *cache
	normalize  []normalizer
	split      []splitter
	raw, norm  added // added tokens to find before and after normalization
	byteLevel  bool

	ids         map[string]int32 // by content, special tokens too
	texts       []string         // [Vocab] what Decode writes
	stripPrefix bool             // Decode drops one space at the start
	eos         int32
	definition  []byte
}

var (
	_ data.Tokenizer = (*BPE)(nil)
	_ data.Counter   = (*BPE)(nil)
)

// Name is the name of the tokenizer's file, or of the tokenizer that comes with the lab.
func (b *BPE) Name() string { return b.name }

// Named is the same tokenizer under another name.
func (b *BPE) Named(name string) *BPE {
	named := *b
	named.name = name
	return &named
}

// Hash is the fingerprint of the definition, byte by byte.
func (b *BPE) Hash() string { return b.hash }

// Vocab is the number of ids, special tokens included.
func (b *BPE) Vocab() int { return len(b.texts) }

// EOS is the id that ends a document, -1 if the tokenizer has none that is known as such.
func (b *BPE) EOS() int32 { return b.eos }

// ID is the id of a token as the file writes it, a special one too, and whether there is one.
func (b *BPE) ID(content string) (int32, bool) {
	id, ok := b.ids[content]
	return id, ok
}

// Definition is the tokenizer.json that the tokenizer was read from.
func (b *BPE) Definition() []byte { return b.definition }

// Encode gives the tokens of text.
func (b *BPE) Encode(text string) []int32 {
	return b.Append(make([]int32, 0, len(text)/3+1), text)
}

// Append appends the tokens of text to tokens.
func (b *BPE) Append(tokens []int32, text string) []int32 {
	b.each(text, func(_ aligned, found []token) {
		for _, t := range found {
			tokens = append(tokens, t.id)
		}
	})
	return tokens
}

// Count is the number of tokens of text.
func (b *BPE) Count(text string) int {
	n := 0
	b.each(text, func(_ aligned, found []token) { n += len(found) })
	return n
}

// EncodeOffsets is Encode with the bytes of text that each token stands for. A token that is part of a character has
// its own bytes of it; tokens of a sequence that normalization changed all stand for the whole sequence.
func (b *BPE) EncodeOffsets(text string) ([]int32, []data.Span) {
	tokens := make([]int32, 0, len(text)/3+1)
	spans := make([]data.Span, 0, len(text)/3+1)
	b.each(text, func(piece aligned, found []token) {
		start := 0
		for _, t := range found {
			tokens, spans = append(tokens, t.id), append(spans, piece.span(start, int(t.end)))
			start = int(t.end)
		}
	})
	return tokens, spans
}

// Decode gives the text of tokens, special tokens as they are written and ids outside the vocabulary as U+FFFD.
func (b *BPE) Decode(tokens []int32) string {
	var text strings.Builder
	for _, t := range tokens {
		if t < 0 || int(t) >= len(b.texts) {
			text.WriteString("\uFFFD")
			continue
		}
		text.WriteString(b.texts[t])
	}
	if b.stripPrefix {
		return strings.TrimPrefix(text.String(), " ")
	}
	return text.String()
}

// Reversible reports whether Decode(Encode(text)) is text for any bytes: the tokenizer is byte-level, rewrites nothing
// and has a token for every byte.
func (b *BPE) Reversible() bool {
	for _, id := range b.merger.bytes {
		if id < 0 {
			return false
		}
	}
	return b.byteLevel && len(b.normalize) == 0
}

// each calls yield with the pieces of text in order and their tokens, which yield must not keep.
func (b *BPE) each(text string, yield func(piece aligned, found []token)) {
	var scratch []token
	encode := func(piece aligned) {
		var found []token
		found, scratch = b.cache.tokens(b.merger, scratch, piece.text)
		yield(piece, found)
	}
	single := func(id int32) func(aligned) {
		return func(piece aligned) { yield(piece, []token{{id, int32(len(piece.text))}}) }
	}
	b.raw.cut(aligned{text: text}, single, func(part aligned) {
		for _, n := range b.normalize {
			part = n(part)
		}
		b.norm.cut(part, single, func(rest aligned) { pieces(rest, b.split, encode) })
	})
}

// pieces splits a text by the splitters, each within the pieces of the one before.
func pieces(a aligned, split []splitter, yield func(aligned)) {
	if len(split) == 0 {
		yield(a)
		return
	}
	for at := 0; at < len(a.text); {
		n := split[0](a.text[at:])
		pieces(a.sub(at, at+n), split[1:], yield)
		at += n
	}
}
