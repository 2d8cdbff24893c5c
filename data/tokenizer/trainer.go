package tokenizer

import "container/heap"

// word is a piece of the texts as the tokens that it consists of by now.
type word struct {
	tokens []int32
	count  int64
}

// trainer learns merges: it joins the most frequent pair of neighbours, again and again.
type trainer struct {
	spec   Spec
	tokens []string         // by id
	ids    map[string]int32 // the other way round
	merges []pair
	words  []word
	counts map[pair]int64
	where  map[pair][]int32 // words that hold the pair, or held it
	queue  pairQueue
}

func newTrainer(counts map[string]int64, spec Spec) *trainer {
	t := &trainer{
		spec: spec, tokens: []string{EndOfText}, ids: map[string]int32{},
		counts: map[pair]int64{}, where: map[pair][]int32{},
	}
	for b := range 256 {
		t.add(string([]byte{byte(b)}))
	}
	for _, piece := range sortedPieces(counts) {
		w := word{make([]int32, len(piece)), counts[piece]}
		for i := range len(piece) {
			w.tokens[i] = t.ids[piece[i:i+1]]
		}
		t.words = append(t.words, w)
		t.count(int32(len(t.words)-1), 1, func(p pair) bool { return true })
	}
	for p, n := range t.counts {
		t.queue = append(t.queue, counted{p, n})
	}
	heap.Init(&t.queue)
	return t
}

// add gives a token its id.
func (t *trainer) add(raw string) int32 {
	if id, ok := t.ids[raw]; ok {
		return id
	}
	id := int32(len(t.tokens))
	t.tokens, t.ids[raw] = append(t.tokens, raw), id
	return id
}

// count adds sign times the pairs of word w to the counts, and notes the word for those that are new to it.
func (t *trainer) count(w int32, sign int64, isNew func(pair) bool) {
	tokens := t.words[w].tokens
	for i := range len(tokens) - 1 {
		p := pair{tokens[i], tokens[i+1]}
		t.counts[p] += sign * t.words[w].count
		if sign < 0 || !isNew(p) {
			continue
		}
		if known := t.where[p]; len(known) == 0 || known[len(known)-1] != w {
			t.where[p] = append(known, w)
		}
	}
}

// run learns until the vocabulary is full or no pair is frequent enough.
func (t *trainer) run() {
	for len(t.tokens) < t.spec.Vocab {
		p, ok := t.best()
		if !ok {
			return
		}
		joined := t.tokens[p.left] + t.tokens[p.right]
		if len(joined) > t.spec.MaxToken {
			delete(t.counts, p)
			delete(t.where, p)
			continue
		}
		t.merges = append(t.merges, p)
		t.join(p, t.add(joined))
		if t.spec.Progress != nil {
			t.spec.Progress(Progress{"merging", len(t.tokens), t.spec.Vocab})
		}
	}
}

// best takes the most frequent pair, false if none is frequent enough.
func (t *trainer) best() (pair, bool) {
	for len(t.queue) > 0 {
		top := heap.Pop(&t.queue).(counted)
		switch now := t.counts[top.pair]; {
		case now == top.count:
			return top.pair, now >= t.spec.MinCount
		case 0 < now && now < top.count:
			heap.Push(&t.queue, counted{top.pair, now})
		}
	}
	return pair{}, false
}

// join replaces the pair by id in all words.
func (t *trainer) join(p pair, id int32) {
	fresh := map[pair]bool{}
	isNew := func(q pair) bool {
		if q.left != id && q.right != id {
			return false
		}
		fresh[q] = true
		return true
	}
	for _, w := range t.where[p] {
		t.count(w, -1, nil)
		t.words[w].tokens = replacePair(t.words[w].tokens, p, id)
		t.count(w, 1, isNew)
	}
	delete(t.counts, p)
	delete(t.where, p)
	for q := range fresh {
		heap.Push(&t.queue, counted{q, t.counts[q]})
	}
}

// replacePair replaces each occurrence of p, from left to right, in place.
func replacePair(tokens []int32, p pair, id int32) []int32 {
	n := 0
	for i := 0; i < len(tokens); i++ {
		tokens[n] = tokens[i]
		if i+1 < len(tokens) && tokens[i] == p.left && tokens[i+1] == p.right {
			tokens[n] = id
			i++
		}
		n++
	}
	return tokens[:n]
}

// counted is a pair and how often it occurred when it was queued.
type counted struct {
	pair  pair
	count int64
}

// pairQueue is a heap of pairs: the most frequent first, of equals the lower ids.
type pairQueue []counted

func (q pairQueue) Len() int      { return len(q) }
func (q pairQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *pairQueue) Push(x any)   { *q = append(*q, x.(counted)) }
func (q pairQueue) Less(i, j int) bool {
	a, b := q[i], q[j]
	switch {
	case a.count != b.count:
		return a.count > b.count
	case a.pair.left != b.pair.left:
		return a.pair.left < b.pair.left
	}
	return a.pair.right < b.pair.right
}

func (q *pairQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
