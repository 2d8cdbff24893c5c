package hsa

// topK keeps the k largest scores offered; of equal scores the one offered first (the older chunk) stays.
type topK struct {
	chunks []int
	scores []float32
	k      int
	worst  int // index of the smallest kept score; of equal ones the newest
}

func newTopK(k int) topK { return topK{k: k} }

// offer offers the scores of chunks start, start+1, …
func (t *topK) offer(scores []float32, start int) {
	for i, s := range scores {
		if len(t.chunks) < t.k {
			t.chunks, t.scores = append(t.chunks, start+i), append(t.scores, s)
			t.findWorst()
			continue
		}
		if s > t.scores[t.worst] {
			t.chunks[t.worst], t.scores[t.worst] = start+i, s
			t.findWorst()
		}
	}
}

func (t *topK) findWorst() {
	t.worst = 0
	for i, s := range t.scores {
		if w := t.scores[t.worst]; s < w || (s == w && t.chunks[i] > t.chunks[t.worst]) {
			t.worst = i
		}
	}
}

// ascending returns what was kept, oldest chunk first.
func (t *topK) ascending() ([]int, []float32) {
	for i := 1; i < len(t.chunks); i++ {
		for j := i; j > 0 && t.chunks[j] < t.chunks[j-1]; j-- {
			t.chunks[j], t.chunks[j-1] = t.chunks[j-1], t.chunks[j]
			t.scores[j], t.scores[j-1] = t.scores[j-1], t.scores[j]
		}
	}
	return t.chunks, t.scores
}
