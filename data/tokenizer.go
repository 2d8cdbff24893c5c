package data

// Tokenizer turns text into token ids and back. Implementations are safe for concurrent use.
type Tokenizer interface {
	// Name is the tokenizer's name in results and file names, such as "bytes" or "hsalab-4k".
	Name() string
	// Hash is the fingerprint of the whole definition ([Hash]), for result rows.
	Hash() string
	// Vocab is the number of ids: every id of Encode is in [0, Vocab).
	Vocab() int
	// Encode gives the tokens of text, without special tokens.
	Encode(text string) []int32
	// EncodeOffsets is Encode with the bytes [Start, End) of text that each token stands for. Offsets do
	// not decrease and leave out only what the tokenizer itself drops (white space of a word tokenizer).
	EncodeOffsets(text string) ([]int32, []Span)
	// Decode gives the text of tokens. For a reversible tokenizer Decode(Encode(text)) is text, on any bytes.
	Decode(tokens []int32) string
	// EOS is the id that ends a document or an answer, -1 where the tokenizer has none.
	EOS() int32
}

// Counter counts the tokens of a text: all that fitting a prompt to a budget needs of a tokenizer.
type Counter interface {
	Count(text string) int
}
