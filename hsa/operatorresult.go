package hsa

import (
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// result turns what the graph computes in chunk space, scores, picked and weights [B·Hr L C], into picks newest first.
func (o *graphOperator) result(flat [][]float64) oracle.Result {
	s := o.spec
	scores, picked, weights := flat[0], flat[1], flat[2]
	perSlot := s.Batch * s.Length * s.MemoryHeads * s.Slots()
	r := oracle.Result{
		Scores: slices.Repeat([]float64{math.Inf(-1)}, s.Batch*s.Length*s.RetrievalHeads*s.Chunks),
		Picks:  slices.Repeat([]int{-1}, perSlot), Weights: make([]float64, perSlot), Out: flat[3],
	}
	for b := range s.Batch {
		for t := range s.Length {
			for h := range s.RetrievalHeads {
				from := ((b*s.RetrievalHeads+h)*s.Length + t) * s.Chunks
				to := ((b*s.Length+t)*s.RetrievalHeads + h) * s.Chunks
				copy(r.Scores[to:], scores[from:from+s.Visible(s.First+s.Asks(t))])
			}
			for m := range s.MemoryHeads {
				h := m * s.RetrievalHeads / s.MemoryHeads
				from := ((b*s.RetrievalHeads+h)*s.Length + t) * s.Chunks
				slot := ((b*s.Length+t)*s.MemoryHeads + m) * s.Slots()
				fillSlots(r.Picks[slot:slot+s.Slots()], r.Weights[slot:], picked[from:from+s.Chunks], weights[from:])
			}
		}
	}
	return r
}

// fillSlots lists the chunks that are picked, newest first, with their weights. A weight where nothing is picked, which
// should be 0, has no slot: it goes to the last one, where comparison finds it.
func fillSlots(picks []int, slotWeights, picked, weights []float64) {
	slot := 0
	for c, p := range slices.Backward(picked) {
		if p == 0 && weights[c] == 0 {
			continue
		}
		at := min(slot, len(picks)-1)
		slotWeights[at] = weights[c]
		if p != 0 {
			picks[at] = c
			slot++
		}
	}
}
