package tokenizer

import "github.com/hsalab/hsalab/data"

// BytesName is the name of the byte tokenizer.
const BytesName = "bytes"

// Bytes is the tokenizer of single bytes: ids 0 to 255 are the bytes, 256 ends a document. It needs no file and is
// reversible on any bytes.
type Bytes struct{}

var (
	_ data.Tokenizer = Bytes{}
	_ data.Counter   = Bytes{}
)

const bytesEOS = 256

// Name is "bytes".
func (Bytes) Name() string { return BytesName }

// Hash is the fingerprint of the definition.
func (Bytes) Hash() string { return data.Hash(struct{ Tokenizer string }{BytesName}) }

// Vocab is 257: the bytes and the end of a document.
func (Bytes) Vocab() int { return bytesEOS + 1 }

// EOS is 256.
func (Bytes) EOS() int32 { return bytesEOS }

// Count is the number of bytes.
func (Bytes) Count(text string) int { return len(text) }

// Encode gives the bytes of text.
func (Bytes) Encode(text string) []int32 {
	tokens := make([]int32, len(text))
	for i := range len(text) {
		tokens[i] = int32(text[i])
	}
	return tokens
}

// EncodeOffsets gives the bytes of text and their places.
func (b Bytes) EncodeOffsets(text string) ([]int32, []data.Span) {
	spans := make([]data.Span, len(text))
	for i := range spans {
		spans[i] = data.Span{Start: i, End: i + 1}
	}
	return b.Encode(text), spans
}

// Decode gives the bytes of tokens, [EndOfText] for the end of a document and U+FFFD for ids outside the vocabulary.
func (Bytes) Decode(tokens []int32) string {
	text := make([]byte, 0, len(tokens))
	for _, t := range tokens {
		switch {
		case 0 <= t && t < bytesEOS:
			text = append(text, byte(t))
		case t == bytesEOS:
			text = append(text, EndOfText...)
		default:
			text = append(text, "\uFFFD"...)
		}
	}
	return string(text)
}
