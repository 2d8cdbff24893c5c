package tokenizer

import "container/heap"

// candidate is a pair that may be joined: the tokens at left and after it, which become id.
type candidate struct{ rank, left, right, id int32 }

// candidates is a heap: the lowest rank first, the leftmost of equals.
type candidates []candidate

func (c candidates) Len() int      { return len(c) }
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *candidates) Push(x any)   { *c = append(*c, x.(candidate)) }
func (c candidates) Less(i, j int) bool {
	return c[i].rank < c[j].rank || c[i].rank == c[j].rank && c[i].left < c[j].left
}

func (c *candidates) Pop() any {
	old := *c
	last := old[len(old)-1]
	*c = old[:len(old)-1]
	return last
}

// chain is a list of tokens in which neighbours are joined: a token that was joined to the one before it is gone.
type chain struct {
	tokens     []token
	prev, next []int32 // -1 at the ends
	gone       []bool
}

func newChain(s []token) *chain {
	c := &chain{s, make([]int32, len(s)), make([]int32, len(s)), make([]bool, len(s))}
	for i := range s {
		c.prev[i], c.next[i] = int32(i-1), int32(i+1)
	}
	c.next[len(s)-1] = -1
	return c
}

// join makes one token of left and right.
func (c *chain) join(left, right, id int32) {
	c.tokens[left] = token{id, c.tokens[right].end}
	c.gone[right] = true
	c.next[left] = c.next[right]
	if n := c.next[left]; n >= 0 {
		c.prev[n] = left
	}
}

// mergeLong is mergeShort in n log n.
func (g *merger) mergeLong(s []token) int {
	c := newChain(s)
	var queue candidates
	candidateAt := func(left int32) (candidate, bool) {
		if left < 0 || c.next[left] < 0 {
			return candidate{}, false
		}
		right := c.next[left]
		m, ok := g.merges[pair{s[left].id, s[right].id}]
		return candidate{m.rank, left, right, m.id}, ok
	}
	for i := range s {
		if x, ok := candidateAt(int32(i)); ok {
			queue = append(queue, x)
		}
	}
	heap.Init(&queue)
	for len(queue) > 0 {
		x := heap.Pop(&queue).(candidate)
		if now, ok := candidateAt(x.left); c.gone[x.left] || !ok || now != x {
			continue // one of the two has been joined to another since
		}
		c.join(x.left, x.right, x.id)
		for _, left := range []int32{c.prev[x.left], x.left} {
			if next, ok := candidateAt(left); ok {
				heap.Push(&queue, next)
			}
		}
	}
	return c.compact()
}

// compact moves the tokens that are left to the front.
func (c *chain) compact() int {
	n := 0
	for i, t := range c.tokens {
		if !c.gone[i] {
			c.tokens[n] = t
			n++
		}
	}
	return n
}
