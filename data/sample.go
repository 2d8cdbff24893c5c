package data

import (
	"errors"
	"fmt"
)

// MaxLength is the largest sample length in tokens: 32Mi, the length the paper goes to.
const MaxLength = 1 << 25

// Query is one token to predict: the answer to a question, or one token of an answer of several.
// Key, Evidence, Value and Chunk belong to the needle that holds the answer.
type Query struct {
	Position int   // token index whose next token is the answer
	Answer   int32 // the answer token, equal to Tokens[Position+1]
	Key      int   // key id of the needle; in a chain that of the last hop
	Evidence Span  // tokens of the needle in the context, NoSpan if there is none
	Value    int   // token index of the needle's value, -1 if there is none
	Chunk    int   // gold chunk: Value / chunk size of the task, -1 if there is none
	Part     int   // place of the token in an answer of several tokens, whose queries follow each other; else 0
	Hops     []Hop // the way to the answer where it takes several hops, the last one to the needle above; else nil
}

// Placement is one needle as it lies in the context, asked for or not. Its key is what questions ask by
// and its value what they are answered with: a task that asks the other way round numbers its values
// as keys.
type Placement struct {
	Key   int32 // key id
	Value int32 // token index of the needle's value
}

// Sample is one sequence of tokens with the questions in its tail.
type Sample struct {
	Tokens  []int32     // [length] context, then tail
	Tail    int         // number of final tokens that hold the questions
	Queries []Query     // by increasing Position
	Needles []Placement // every needle of the context, decoys too, by increasing Value
}

// Context is the number of tokens before the tail.
func (s Sample) Context() int { return len(s.Tokens) - s.Tail }

// Depth is where in the context the query's value lies, from 0 (first token) to 1 (last token), the
// needle depth of retrieval plots. It is -1 for a query without evidence.
func (s Sample) Depth(q Query) float64 {
	if q.Value < 0 {
		return -1
	}
	return float64(q.Value) / float64(max(1, s.Context()-1))
}

// Check verifies what holds for a sample of any task and returns every violation, joined: the
// questions stand in the tail in order, each answer is the token after its question, the evidence
// lies in the context and holds the answer, the gold chunk for chunks of the given size is where
// the value lies, the tokens of one answer follow each other, every hop finds what the next one asks
// for, and the needles are in order and include the evidence of every query and hop.
func (s Sample) Check(chunk int) error {
	if chunk < 1 {
		return fmt.Errorf("data: chunk size %d: want at least 1", chunk)
	}
	if s.Tail < 0 || s.Tail > len(s.Tokens) {
		return fmt.Errorf("data: tail of %d tokens in a sample of %d", s.Tail, len(s.Tokens))
	}
	errs := []error{s.checkNeedles()}
	values := s.valueKeys()
	last := s.Context() - 1
	for i, q := range s.Queries {
		if q.Position <= last {
			errs = append(errs, fmt.Errorf("data: query %d at token %d: want one after %d", i, q.Position, last))
		}
		last = q.Position
		if q.Part != 0 && !s.follows(i) {
			errs = append(errs, fmt.Errorf("data: query %d is part %d of an answer: want it right after part %d", i, q.Part, q.Part-1))
		}
		if err := s.checkQuery(q, chunk, values); err != nil {
			errs = append(errs, fmt.Errorf("data: query %d: %w", i, err))
		}
	}
	return errors.Join(errs...)
}

func (s Sample) checkQuery(q Query, chunk int, values map[int]int32) error {
	if q.Position < 0 || q.Position+1 >= len(s.Tokens) {
		return fmt.Errorf("position %d has no next token in a sample of %d", q.Position, len(s.Tokens))
	}
	if got := s.Tokens[q.Position+1]; got != q.Answer {
		return fmt.Errorf("token after position %d is %d, the answer is %d", q.Position, got, q.Answer)
	}
	if q.Evidence.Start < 0 {
		if q.Value >= 0 || q.Chunk >= 0 || len(q.Hops) > 0 {
			return fmt.Errorf("no evidence, yet value %d, chunk %d and %d hops", q.Value, q.Chunk, len(q.Hops))
		}
		return nil
	}
	if err := s.checkHop(q.needle(), chunk, values); err != nil {
		return err
	}
	if got := s.Tokens[q.Value]; got != q.Answer {
		return fmt.Errorf("value token %d is %d, the answer is %d", q.Value, got, q.Answer)
	}
	return s.checkHops(q, chunk, values)
}

// follows reports whether query i goes on with the answer of the one before it.
func (s Sample) follows(i int) bool {
	if i == 0 {
		return false
	}
	q, before := s.Queries[i], s.Queries[i-1]
	return q.Part == before.Part+1 && q.Position == before.Position+1
}

func (s Sample) checkNeedles() error {
	last := int32(-1)
	for i, n := range s.Needles {
		if n.Value <= last || int(n.Value) >= s.Context() {
			return fmt.Errorf("data: needle %d has value token %d: want one after %d in a context of %d", i, n.Value, last, s.Context())
		}
		last = n.Value
	}
	return nil
}

// valueKeys gives the key of each value token that a query or a hop rests on.
func (s Sample) valueKeys() map[int]int32 {
	asked := make(map[int]bool, len(s.Queries))
	for _, q := range s.Queries {
		for _, h := range q.Steps() {
			asked[h.Value] = true
		}
	}
	keys := make(map[int]int32, len(asked))
	for _, n := range s.Needles {
		if asked[int(n.Value)] {
			keys[int(n.Value)] = n.Key
		}
	}
	return keys
}
