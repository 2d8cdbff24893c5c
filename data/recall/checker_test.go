package recall_test

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// checkSymbols verifies a sample of symbols from its tokens alone, without the generator's
// bookkeeping, and then the bookkeeping against the tokens.
func checkSymbols(task *recall.Symbols, s data.Sample, length, tail int) error {
	c := task.Config()
	if len(s.Tokens) != length || s.Tail != tail {
		return fmt.Errorf("length %d and tail %d, want %d and %d", len(s.Tokens), s.Tail, length, tail)
	}
	for i, token := range s.Tokens {
		if token < 0 || int(token) >= task.Vocab() {
			return fmt.Errorf("token %d is %d, the vocabulary has %d", i, token, task.Vocab())
		}
	}
	needles := scanNeedles(task, s.Tokens[:s.Context()])
	if !slices.Equal(needles, s.Needles) {
		return fmt.Errorf("needles are %v, the sample says %v", needles, s.Needles)
	}
	errs := []error{s.Check(c.Chunk)}
	asked := map[int]bool{}
	for i, q := range s.Queries {
		if asked[q.Key] {
			errs = append(errs, fmt.Errorf("key %d is asked twice", q.Key))
		}
		asked[q.Key] = true
		if err := checkQuery(task, s, q); err != nil {
			errs = append(errs, fmt.Errorf("query %d: %w", i, err))
		}
	}
	return errors.Join(errs...)
}

// checkQuery verifies that the key stands before the answer, in the context exactly once and in the
// tail nowhere before its question.
func checkQuery(task *recall.Symbols, s data.Sample, q data.Query) error {
	key := task.KeyTokens(q.Key)
	want := append(slices.Clone(key), q.Answer)
	if got := s.Tokens[q.Evidence.Start:q.Evidence.End]; !slices.Equal(got, want) {
		return fmt.Errorf("evidence %v, want %v", got, want)
	}
	if got := s.Tokens[q.Position+1-len(key) : q.Position+2]; !slices.Equal(got, want) {
		return fmt.Errorf("question %v, want %v", got, want)
	}
	if n := occurrences(s.Tokens[:s.Context()], key); n != 1 {
		return fmt.Errorf("key %d stands %d times in the context", q.Key, n)
	}
	if n := occurrences(s.Tokens[s.Context():q.Position+1], key); n != 1 {
		return fmt.Errorf("key %d stands %d times in the tail up to its question", q.Key, n)
	}
	return nil
}

// scanNeedles finds the needles of a context: a key followed by a value symbol.
func scanNeedles(task *recall.Symbols, context []int32) []data.Placement {
	needles := make([]data.Placement, 0)
	keys := map[string]int32{}
	for key := range task.Config().Keys {
		keys[fmt.Sprint(task.KeyTokens(key))] = int32(key)
	}
	n := task.Config().KeySymbols
	for at := n; at < len(context); at++ {
		key, ok := keys[fmt.Sprint(context[at-n:at])]
		if ok && task.Token(context[at])[0] == 'v' {
			needles = append(needles, data.Placement{Key: key, Value: int32(at)})
		}
	}
	return needles
}

// occurrences counts where part stands in tokens.
func occurrences(tokens, part []int32) int {
	n := 0
	for i := 0; i+len(part) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(part)], part) {
			n++
		}
	}
	return n
}
