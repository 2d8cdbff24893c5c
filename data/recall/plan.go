package recall

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// plan is what a sample of symbols will hold, before any token is drawn.
type plan struct {
	context int        // tokens before the tail
	needles int        // needles of the context, decoys too
	keys    []int32    // [subjects · keysPerSubject] the keys of the subjects, those of a chain by increasing hops
	order   []int      // subject of each needle that is no decoy, in the order of the context
	decoys  []int32    // keys that all other needles draw from
	asked   []question // in the order of the tail
}

// question is what is asked about a subject: with chains the key that is so many hops from the value.
type question struct {
	subject, hops int
}

// plan decides how many needles and questions fit and which keys they have.
func (c Config) plan(r *rand.Rand, length, tail int) (plan, error) {
	p := plan{context: length - tail}
	if c.subjects(p.context, 1) == 0 {
		return plan{}, fmt.Errorf("recall: a context of %d tokens (length %d, tail %d) holds no needle to ask for: want at least %d", p.context, length, tail, c.smallest())
	}
	questions, subjects := c.counts(p.context, tail)
	if questions == 0 {
		return plan{}, fmt.Errorf("recall: a tail of %d tokens holds no question: want at least %d", tail, c.question())
	}
	keys := permutation(r, c.asking())
	p.keys = keys[:subjects*c.keysPerSubject()]
	p.order = c.interleave(r, subjects)
	p.needles = len(p.order)
	if c.Haystack == Decoys {
		p.needles = c.filled(p.context)
		p.decoys = keys[len(p.keys):]
	}
	p.asked = c.ask(r, questions, subjects)
	return p, nil
}

// interleave is a random order of the needles of all subjects, each given by its subject.
func (c Config) interleave(r *rand.Rand, subjects int) []int {
	order := make([]int, subjects*c.perSubject())
	for i := range order {
		order[i] = i % subjects
	}
	r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return order
}

// ask chooses the questions. Of one chain the key with more hops is asked first, so that no answer stands in the tail
// before a question that it would shorten.
func (c Config) ask(r *rand.Rand, questions, subjects int) []question {
	asked := make([]question, questions)
	depths := c.depths()
	if depths == 1 {
		for i := range asked {
			asked[i] = question{i, c.Hops}
		}
		return asked
	}
	hops := make([][]int, subjects)
	for i, pair := range permutation(r, subjects*depths)[:questions] {
		asked[i].subject = int(pair) / depths
		hops[asked[i].subject] = append(hops[asked[i].subject], c.Shallowest+int(pair)%depths)
	}
	for i, q := range asked {
		mine := hops[q.subject]
		deepest := slices.Index(mine, slices.Max(mine))
		asked[i].hops = mine[deepest]
		hops[q.subject] = slices.Delete(mine, deepest, deepest+1)
	}
	return asked
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
