package data

import "fmt"

// Hop is one retrieval on the way from a question to its answer: the needle of a key, whose value is
// the answer or the key of the next hop. The token found, Tokens[Value], is the intermediate answer.
type Hop struct {
	Key      int  // key id of the needle
	Evidence Span // tokens of the needle in the context
	Value    int  // token index of the needle's value
	Chunk    int  // gold chunk of this hop: Value / chunk size of the task
}

// Steps are the hops from the question to the answer: Hops, or the one needle of a query without; none
// for a query without evidence. A model of several groups retrieves the chunk of the g-th step in its
// g-th group.
func (q Query) Steps() []Hop {
	switch {
	case len(q.Hops) > 0:
		return q.Hops
	case q.Evidence.Start < 0:
		return nil
	}
	return []Hop{q.needle()}
}

// needle is the hop to the needle that holds the answer.
func (q Query) needle() Hop {
	return Hop{Key: q.Key, Evidence: q.Evidence, Value: q.Value, Chunk: q.Chunk}
}

// checkHop verifies that the needle of a hop lies in the context and is one of the sample's. Values has
// the key of each value token.
func (s Sample) checkHop(h Hop, chunk int, values map[int]int32) error {
	switch {
	case h.Evidence.Start < 0 || h.Evidence.End > s.Context() || !h.Evidence.Contains(h.Value):
		return fmt.Errorf("evidence %v of context %d does not hold value token %d", h.Evidence, s.Context(), h.Value)
	case h.Chunk != h.Value/chunk:
		return fmt.Errorf("gold chunk %d, value token %d lies in chunk %d", h.Chunk, h.Value, h.Value/chunk)
	}
	if key, ok := values[h.Value]; !ok || int(key) != h.Key {
		return fmt.Errorf("value token %d is not among the needles of key %d", h.Value, h.Key)
	}
	return nil
}

// checkHops verifies that each hop of a query finds a token of the next one's needle and that the last
// one is the needle of the query.
func (s Sample) checkHops(q Query, chunk int, values map[int]int32) error {
	n := len(q.Hops)
	switch {
	case n == 0:
		return nil
	case n == 1:
		return fmt.Errorf("one hop: want none for a single needle, else several")
	case q.Hops[n-1] != q.needle():
		return fmt.Errorf("the last hop is %+v, the needle of the answer %+v", q.Hops[n-1], q.needle())
	}
	for i, h := range q.Hops {
		if err := s.checkHop(h, chunk, values); err != nil {
			return fmt.Errorf("hop %d: %w", i, err)
		}
		if i > 0 && !s.leads(q.Hops[i-1], h) {
			return fmt.Errorf("hop %d finds token %d, which hop %d does not ask for", i-1, s.Tokens[q.Hops[i-1].Value], i)
		}
	}
	return nil
}

// leads reports whether what a hop finds stands in the needle of the next one, beside its value.
func (s Sample) leads(h, next Hop) bool {
	for i := next.Evidence.Start; i < next.Evidence.End; i++ {
		if i != next.Value && s.Tokens[i] == s.Tokens[h.Value] {
			return true
		}
	}
	return false
}
