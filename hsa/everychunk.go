package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// everyChunk runs a group with no selection: every visible chunk is weighed and attended to, in the dense form.
// Memory grows with T·C·S, so it is for the comparison of top-K with no top-K, not for the longest texts.
func (u *upper) everyChunk(g, visible int, o TailOptions) error {
	cfg := u.s.model.cfg
	name := fmt.Sprintf("groups.%d", g)
	landmarks := joinPages(u.s.memory.landmarks, visible*cfg.LandmarkSize())
	k := joinPages(u.s.memory.k, visible*u.s.memory.kvSize)
	v := joinPages(u.s.memory.v, visible*u.s.memory.kvSize)
	width := cfg.MemoryKVHeads * cfg.HeadDim()
	marks := cfg.visibility(u.first, u.padded, visible)
	out, err := u.run(name+"/every", func(b *builder, in []*Node) []*Node {
		mem := memory{landmarks: in[1], k: in[2], v: in[3]}
		dims := in[4].Shape().Dimensions
		seen := BroadcastToDims(in[4], b.cfg.RetrievalHeads(), dims[1], dims[2])
		acts := groupActivations{retrieval: b.retrieve(in[0], mem, name+".retrieval", picking{visible: seen})}
		res := b.upperGroup(in[0], name, &acts, func(q *Node) *Node {
			return b.attend(b.rotateFar(q, farOf(in, 5)), mem, acts.retrieval, Dense)
		})
		return append(res, acts.weights, acts.scores)
	}, cfg.farInput([]*tensors.Tensor{
		tensors.FromFlatDataAndDimensions(landmarks, 1, visible, cfg.LandmarkSize()),
		tensors.FromFlatDataAndDimensions(k, 1, visible, cfg.Chunk, width),
		tensors.FromFlatDataAndDimensions(v, 1, visible, cfg.Chunk, width),
		tensors.FromFlatDataAndDimensions(marks, 1, u.padded, visible),
	}, u.first, u.padded)...)
	if err != nil {
		return err
	}
	weights, err := tensors.CopyFlatData[float32](out[2])
	if err != nil {
		return err
	}
	scores, err := tensors.CopyFlatData[float32](out[3])
	if err != nil {
		return err
	}
	return u.keep(g, out, u.allPicked(visible, scores, o), weights)
}

// allPicked is the pick set in which every visible chunk is picked.
func (u *upper) allPicked(visible int, scores []float32, o TailOptions) *pickSet {
	cfg := u.s.model.cfg
	p := newPicks(cfg.RetrievalHeads(), u.rows)
	p.k = visible
	for h := range p.heads {
		for t := range u.rows {
			n := min(cfg.Visible(u.first+t), visible)
			i := h*u.rows + t
			p.chunks[i] = make([]int, n)
			for c := range n {
				p.chunks[i][c] = c
			}
			p.scores[i] = scores[(h*u.padded+t)*visible:][:n]
		}
	}
	if o.AllScores {
		p.all = p.scores
	}
	return p
}

func joinPages(pages [][]float32, n int) []float32 {
	out := make([]float32, 0, n)
	for _, p := range pages {
		out = append(out, p[:min(len(p), n-len(out))]...)
	}
	return out
}
