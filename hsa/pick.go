package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// pickSet is what the host picked for every retrieval head and token of a tail, oldest chunk first. In that order
// the slots are a small chunk space of their own, and the chunk weights are computed in it as anywhere else.
type pickSet struct {
	heads, rows, k int
	chunks         [][]int     // [heads·rows][≤k] ascending
	scores         [][]float32 // the same
	all            [][]float32 // every visible score, when asked for
}

func newPicks(heads, rows int) *pickSet {
	return &pickSet{heads: heads, rows: rows, k: 1, chunks: make([][]int, heads*rows), scores: make([][]float32, heads*rows)}
}

// pick scores every visible chunk page by page and keeps the best K a token.
func (u *upper) pick(g, visible int, o TailOptions) (*pickSet, error) {
	cfg := u.s.model.cfg
	heads := cfg.RetrievalHeads()
	p := newPicks(heads, u.rows)
	p.k = min(o.TopK, visible)
	best := make([]topK, heads*u.rows)
	for i := range best {
		best[i] = newTopK(p.k)
	}
	if o.AllScores {
		p.all = make([][]float32, heads*u.rows)
		for i := range p.all {
			p.all[i] = make([]float32, 0, u.visibleTo(i%u.rows))
		}
	}
	queries, err := u.queries(g)
	if err != nil {
		return nil, err
	}
	for page := 0; page*pageChunks < visible; page++ {
		scores, err := u.scorePage(g, queries, page)
		if err != nil {
			return nil, err
		}
		u.scan(p, best, scores, page)
	}
	for i := range best {
		p.chunks[i], p.scores[i] = best[i].ascending()
	}
	return p, nil
}

// queries are the retrieval queries of x [Hr padded R].
func (u *upper) queries(g int) ([]float32, error) {
	name := fmt.Sprintf("groups.%d.retrieval", g)
	out, err := u.run(name+"/queries", func(b *builder, in []*Node) []*Node {
		return []*Node{b.byLeader(b.retrievalQueries(in[0], name))}
	})
	if err != nil {
		return nil, err
	}
	defer out[0].FinalizeAll()
	return tensors.CopyFlatData[float32](out[0])
}

// scorePage scores the chunks of one page: [Hr padded pageChunks].
func (u *upper) scorePage(g int, queries []float32, page int) ([]float32, error) {
	cfg := u.s.model.cfg
	heads := cfg.RetrievalHeads()
	name := fmt.Sprintf("groups.%d.retrieval", g)
	out, err := u.s.model.run(name+"/scores", func(b *builder, in []*Node) []*Node {
		return []*Node{b.bestLandmark(matmulT(in[0], b.groupLandmarks(in[1], name)))}
	},
		tensors.FromFlatDataAndDimensions(append([]float32(nil), queries...), heads, u.padded, cfg.LandmarkHead()),
		tensors.FromFlatDataAndDimensions(append([]float32(nil), u.s.memory.landmarks[page]...), 1, pageChunks, cfg.LandmarkSize()))
	if err != nil {
		return nil, err
	}
	defer out[0].FinalizeAll()
	return tensors.CopyFlatData[float32](out[0])
}

// visibleTo is the number of chunks that token t of the rows may see.
func (u *upper) visibleTo(t int) int {
	return min(u.s.model.cfg.Visible(u.first+t), u.s.memory.chunks)
}

// scan offers the visible chunks of one page to every token.
func (u *upper) scan(p *pickSet, best []topK, scores []float32, page int) {
	start := page * pageChunks
	for h := range p.heads {
		for t := range u.rows {
			visible := u.visibleTo(t) - start
			if visible <= 0 {
				continue
			}
			row := scores[(h*u.padded+t)*pageChunks:][:min(visible, pageChunks)]
			i := h*u.rows + t
			best[i].offer(row, start)
			if p.all != nil {
				p.all[i] = append(p.all[i], row...)
			}
		}
	}
}

// gather copies the keys and values of the picked chunks beside each token: [Hm padded k S D] each.
func (p *pickSet) gather(store *chunkStore, cfg Config, padded int) (k, v []float32) {
	kv, size, chunk := cfg.MemoryKVHeads, cfg.HeadDim(), cfg.Chunk
	block := chunk * size
	k, v = make([]float32, kv*padded*p.k*block), make([]float32, kv*padded*p.k*block)
	for m := range kv {
		head := min(m, p.heads-1)
		for t := range p.rows {
			for slot, c := range p.chunks[head*p.rows+t] {
				at := ((m*padded+t)*p.k + slot) * block
				copyHead(k[at:at+block], store.kv(store.k, c), m, kv, size)
				copyHead(v[at:at+block], store.kv(store.v, c), m, kv, size)
			}
		}
	}
	return k, v
}

// copyHead copies head m of a chunk [S Hm·D] into dst [S D].
func copyHead(dst, chunk []float32, m, heads, size int) {
	for s := 0; s*size < len(dst); s++ {
		copy(dst[s*size:(s+1)*size], chunk[(s*heads+m)*size:])
	}
}

// slots are the scores of the picks and 1 where a slot holds one: [heads padded k] each.
func (p *pickSet) slots(padded int) (scores, marks []float32) {
	scores, marks = make([]float32, p.heads*padded*p.k), make([]float32, p.heads*padded*p.k)
	for h := range p.heads {
		for t := range p.rows {
			for slot, s := range p.scores[h*p.rows+t] {
				at := (h*padded+t)*p.k + slot
				scores[at], marks[at] = s, 1
			}
		}
	}
	return scores, marks
}

// trace turns the picks into their public form, newest first. weights is [heads padded k] by slot.
func (p *pickSet) trace(weights []float32, padded int) TailGroup {
	g := TailGroup{Heads: p.heads, AllScores: p.all}
	for h := range p.heads {
		for t := range p.rows {
			chunks, scores := p.chunks[h*p.rows+t], p.scores[h*p.rows+t]
			n := len(chunks)
			picks, w, s := make([]int, n), make([]float32, n), make([]float32, n)
			for slot := range n {
				at := n - 1 - slot
				picks[at], s[at], w[at] = chunks[slot], scores[slot], weights[(h*padded+t)*p.k+slot]
			}
			g.Picks, g.Weights, g.Scores = append(g.Picks, picks), append(g.Weights, w), append(g.Scores, s)
		}
	}
	return g
}
