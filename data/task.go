package data

import "fmt"

// Task makes samples. Implementations are safe for concurrent use.
type Task interface {
	// Name is the task's name in results, such as "recall-plain-noise".
	Name() string
	// Version changes whenever the samples of the task change.
	Version() string
	// Vocab is the number of token ids: every token of a sample is in [0, Vocab).
	Vocab() int
	// Token is how a token is shown. It answers "?" for an id outside the vocabulary.
	Token(id int32) string
	// Chance is the expected accuracy of a guess among the answers.
	Chance() float64
	// Hash is the fingerprint of the task's whole definition ([Hash]), for result rows.
	Hash() string
	// Queries is the number of questions in a sample of this length and tail, the same for every
	// seed and index, and 0 where Sample refuses them.
	Queries(length, tail int) int
	// Sample makes sample number index of the stream named by seed: exactly length tokens, of
	// which the final tail tokens hold the questions. It depends on nothing else.
	Sample(seed uint64, index int, length, tail int) (Sample, error)
}

// TrainTail is the tail used in training: 3/8 of the length, so that 5/8 are context (32 is 20 and
// 12, 64 is 40 and 24, 128 is 80 and 48).
func TrainTail(length int) int { return length * 3 / 8 }

// CheckSize refuses an index, length or tail that no task can serve, with a message that says what
// is allowed.
func CheckSize(index, length, tail int) error {
	switch {
	case index < 0:
		return fmt.Errorf("data: sample index %d: want 0 or more", index)
	case length < 1 || length > MaxLength:
		return fmt.Errorf("data: sample length %d: want 1 to %d tokens", length, MaxLength)
	case tail < 1:
		return fmt.Errorf("data: tail of %d tokens: want at least 1", tail)
	case tail >= length:
		return fmt.Errorf("data: a sample of %d tokens has no room for context before its tail of %d, where the questions are: give a length of more than %d", length, tail, tail)
	}
	return nil
}
