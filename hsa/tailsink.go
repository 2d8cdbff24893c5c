package hsa

import "slices"

// tailSink builds a Tail from the pieces of a run.
type tailSink struct {
	Tail
	cfg   Config
	parts TraceParts
	all   bool
}

func newTail(c Config, first, n int, o TailOptions) *tailSink {
	t := &tailSink{Tail: Tail{First: first, Len: n, Vocab: c.Vocab, Logits: make([]float32, n*c.Vocab)}, cfg: c}
	t.parts, t.all = o.Trace|TraceWeights, o.AllScores
	rows := c.RetrievalHeads() * n
	for range c.Groups {
		g := TailGroup{Heads: c.RetrievalHeads(), Picks: make([][]int, rows), Weights: make([][]float32, rows), Scores: make([][]float32, rows)}
		if t.all {
			g.AllScores = make([][]float32, rows)
		}
		if t.parts&TraceBranches != 0 {
			g.Branches = make([]BranchNorms, n)
		}
		if t.parts&TraceInside != 0 {
			g.Inside = make([][][]float32, c.Heads*n)
		}
		if t.parts&TraceMass != 0 {
			g.Mass = make([][]float32, c.Heads*n)
		}
		t.Groups = append(t.Groups, g)
	}
	return t
}

func (t *tailSink) logits(first int, flat []float32) {
	skip := max(0, t.First-first)
	copy(t.Logits[(first+skip-t.First)*t.Vocab:], flat[skip*t.Vocab:])
}

// retrieved takes the tokens of a piece that belong to the tail.
func (t *tailSink) retrieved(g int, room *upperRoom, traced [][]float32) {
	group := &t.Groups[g]
	next := func(part TraceParts) []float32 {
		if t.parts&part == 0 {
			return nil
		}
		values := traced[0]
		traced = traced[1:]
		return values
	}
	weights, branches := next(TraceWeights), next(TraceBranches)
	inside, mass := next(TraceInside), next(TraceMass)
	for token := max(0, t.First-room.first); token < room.tokens; token++ {
		at := room.first + token - t.First
		for h := range group.Heads {
			t.retrieval(group, h*t.Len+at, room, h*room.tokens+token, weights)
		}
		if branches != nil {
			n := branches[5*token:]
			group.Branches[at] = BranchNorms{Input: n[0], Window: n[1], Retrieved: n[2], MLP: n[3], Output: n[4]}
		}
		for i := range t.cfg.Heads {
			if inside != nil {
				group.Inside[i*t.Len+at] = t.insideOf(inside, room, i, token)
			}
			if mass != nil {
				group.Mass[i*t.Len+at] = t.massOf(mass, room, i, token)
			}
		}
	}
}

// retrieval takes the picks of one row, newest first.
func (t *tailSink) retrieval(g *TailGroup, row int, room *upperRoom, from int, weights []float32) {
	chunks, scores := room.picked(from)
	n := len(chunks)
	g.Picks[row], g.Weights[row], g.Scores[row] = make([]int, n), make([]float32, n), make([]float32, n)
	for slot := range n {
		at := n - 1 - slot
		g.Picks[row][at], g.Scores[row][at], g.Weights[row][at] = int(chunks[slot]), scores[slot], weights[from*room.k+slot]
	}
	if t.all {
		g.AllScores[row] = room.all[from]
	}
}

// insideOf is the attention of one query head and token inside each of its picks, newest first; inside is [Hm T G K S].
func (t *tailSink) insideOf(inside []float32, room *upperRoom, head, token int) [][]float32 {
	group := t.cfg.Heads / t.cfg.MemoryKVHeads
	m := head / group
	row := (m*room.tokens+token)*group + head%group
	chunks, _ := room.picked(min(m, t.cfg.RetrievalHeads()-1)*room.tokens + token)
	out := make([][]float32, len(chunks))
	for slot := range chunks {
		out[len(chunks)-1-slot] = slices.Clone(inside[(row*room.k+slot)*t.cfg.Chunk:][:t.cfg.Chunk])
	}
	return out
}

// massOf is the log mass of the visible chunks for one query head and token; mass is [Hm T G C].
func (t *tailSink) massOf(mass []float32, room *upperRoom, head, token int) []float32 {
	group := t.cfg.Heads / t.cfg.MemoryKVHeads
	row := (head/group*room.tokens+token)*group + head%group
	chunks := len(mass) / (t.cfg.Heads * room.tokens)
	return slices.Clone(mass[row*chunks:][:t.cfg.Visible(room.first+token)])
}

// picked are the chunks that a row picked, oldest first, with their scores: in the dense form every visible one.
func (r *upperRoom) picked(row int) ([]int32, []float32) {
	if !r.dense {
		return r.picks.row(row)
	}
	chunks := make([]int32, len(r.all[row]))
	for c := range chunks {
		chunks[c] = int32(c)
	}
	return chunks, r.all[row]
}
