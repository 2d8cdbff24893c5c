package mixture

import "github.com/hsalab/hsalab/data"

// Source makes sequences. Implementations are safe for concurrent use.
type Source interface {
	// Name is what a config calls the source.
	Name() string
	// Hash is the fingerprint of all that the sequences depend on beside their seed, index and length.
	Hash() string
	// Vocab is the number of token ids: every token is in [0, Vocab).
	Vocab() int
	// Sample makes sequence number index of the stream named by seed: exactly length tokens. It depends on nothing
	// else.
	Sample(seed uint64, index, length int) (Example, error)
}

// Example is one sequence of tokens.
type Example struct {
	Tokens []int32
	// Answers are the positions at which a task is asked, by increasing position; running text has none.
	Answers []Answer
	// Needles are the needles with keys, decoys too, as they lie in the sequence, for labels over the chunks of a
	// batch. See [data.ChunkKeys].
	Needles []data.Placement
}

// Answer is one token to predict and what it rests on.
type Answer struct {
	Position int         // its next token is the answer
	Evidence []data.Span // the tokens that the answer rests on, increasing
	Value    int         // the token that holds the answer in the evidence, -1 if there is no single one
	Key      int         // the key asked for, -1 if there is none
}

// Chunk is the gold chunk for a chunk size: the one that holds the value, -1 if there is none.
func (a Answer) Chunk(size int) int {
	if a.Value < 0 {
		return -1
	}
	return a.Value / size
}

// Chunks are all chunks that the evidence falls into, increasing.
func (a Answer) Chunks(size int) []int {
	var chunks []int
	for _, e := range a.Evidence {
		for _, c := range e.Chunks(size) {
			if len(chunks) == 0 || chunks[len(chunks)-1] < c {
				chunks = append(chunks, c)
			}
		}
	}
	return chunks
}
