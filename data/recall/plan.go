package recall

import (
	"fmt"
	"math/rand/v2"
)

// plan is what a sample of symbols will hold, before any token is drawn.
type plan struct {
	context int     // tokens before the tail
	slots   int     // slots of the context
	needles int     // slots that hold needles, decoys too
	asked   []int32 // keys asked for, in the order of the tail
	once    []int32 // keys that appear exactly once, in the order of the context; asked is among them
	decoys  []int32 // keys that all other needles draw from
}

// plan decides how many needles and questions fit and which keys they have.
func (c Config) plan(r *rand.Rand, length, tail int) (plan, error) {
	p := plan{context: length - tail}
	p.slots = c.slots(p.context)
	if p.slots == 0 {
		return plan{}, fmt.Errorf("recall: a context of %d tokens (length %d, tail %d) holds no needle: want at least %d", p.context, length, tail, c.slot()+c.Offset)
	}
	queries, once := c.counts(p.slots, tail)
	if queries == 0 {
		return plan{}, fmt.Errorf("recall: a tail of %d tokens holds no question: want at least %d", tail, c.question())
	}
	keys := permutation(r, c.Keys)
	p.asked = keys[:queries]
	p.once = append([]int32(nil), keys[:once]...)
	r.Shuffle(once, func(i, j int) { p.once[i], p.once[j] = p.once[j], p.once[i] })
	p.needles = once
	if c.Haystack == Decoys {
		p.needles = c.filled(p.slots)
		p.decoys = keys[once:]
	}
	return p, nil
}

// counts is the number of queries that fit a tail and the number of keys that appear exactly once.
func (c Config) counts(slots, tail int) (queries, once int) {
	room := tail / c.question()
	if c.Haystack == Decoys {
		queries = min(room, c.filled(slots), c.Keys-1)
		return queries, queries
	}
	once = c.distinct(slots)
	return min(room, once), once
}

// permutation is a random order of 0 to n-1.
func permutation(r *rand.Rand, n int) []int32 {
	p := make([]int32, n)
	for i := range p {
		p[i] = int32(i)
	}
	r.Shuffle(n, func(i, j int) { p[i], p[j] = p[j], p[i] })
	return p
}

// picker walks over total items and picks exactly want of them, every subset equally likely, in
// order and in constant memory (selection sampling).
type picker struct {
	rand        *rand.Rand
	left, total uint32
}

// pick decides about the next item.
func (p *picker) pick() bool {
	hit := p.left > 0 && p.rand.Uint32N(p.total) < p.left
	p.total--
	if hit {
		p.left--
	}
	return hit
}
