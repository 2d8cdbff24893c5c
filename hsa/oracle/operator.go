package oracle

import (
	"math"
	"slices"
)

// Operator computes a Spec by its definition.
type Operator struct{ Spec Spec }

// Run computes the values and, where dout [B L Hq D] is not nil, the gradients of Σ out·dout. It errs where a size
// does not fit.
func (o Operator) Run(in Inputs, dout []float64) (Result, Gradients, error) {
	if err := o.Spec.Check(in, dout); err != nil {
		return Result{}, Gradients{}, err
	}
	r := newRun(o.Spec, in, dout)
	for b := range o.Spec.Batch {
		for t := range o.Spec.Length {
			for h := range o.Spec.RetrievalHeads {
				r.token(b, t, h)
			}
		}
	}
	return r.result, r.gradients, nil
}

// run is one run of the operator.
type run struct {
	Spec
	in, grads map[string]rows
	out, dout rows
	rankDecay float64
	result    Result
	gradients Gradients
}

func newRun(s Spec, in Inputs, dout []float64) *run {
	r := &run{Spec: s, rankDecay: in.RankDecay}
	if !s.RankDecay {
		r.rankDecay = 0
	}
	perSlot := s.Batch * s.Length * s.MemoryHeads * s.Slots()
	r.result = Result{
		Scores:  slices.Repeat([]float64{math.Inf(-1)}, s.Batch*s.Length*s.RetrievalHeads*s.Chunks),
		Picks:   slices.Repeat([]int{-1}, perSlot),
		Weights: make([]float64, perSlot),
		Out:     make([]float64, len(in.Q)),
	}
	r.in, r.out = s.rows(in), rows{r.result.Out, s.Length, s.Heads, s.HeadDim}
	if dout == nil {
		return r
	}
	zero := func(x []float64) []float64 { return make([]float64, len(x)) }
	r.gradients = Gradients{Weights: make([]float64, perSlot), Inputs: Inputs{
		RetrievalQueries: zero(in.RetrievalQueries), Landmarks: zero(in.Landmarks), Q: zero(in.Q), K: zero(in.K), V: zero(in.V)}}
	r.grads, r.dout = s.rows(r.gradients.Inputs), rows{dout, s.Length, s.Heads, s.HeadDim}
	return r
}

func (s Spec) rows(in Inputs) map[string]rows {
	return map[string]rows{
		"rq":        {in.RetrievalQueries, s.Length, s.RetrievalHeads, s.RetrievalDim},
		"landmarks": {in.Landmarks, s.Chunks, s.RetrievalHeads, s.RetrievalDim},
		"q":         {in.Q, s.Length, s.Heads, s.HeadDim},
		"k":         {in.K, s.Chunks * s.Chunk, s.MemoryHeads, s.HeadDim},
		"v":         {in.V, s.Chunks * s.Chunk, s.MemoryHeads, s.HeadDim},
	}
}

// token is one token and retrieval head, with the memory heads that this one serves.
func (r *run) token(b, t, h int) {
	asks := r.Asks(t)
	scores := r.scores(b, asks, h)[:r.Visible(r.First+asks)]
	copy(rows{r.result.Scores, r.Length, r.RetrievalHeads, r.Chunks}.at(b, t, h), scores)
	picks := Pick(scores, r.TopK, r.NewerWinsTies)
	picked := make([]float64, len(picks))
	for k, c := range picks {
		picked[k] = scores[c]
	}
	weights := Weights(r.Weighting, picked, r.rankDecay)
	dw := make([]float64, len(picks))
	for m := h * r.MemoryHeads / r.RetrievalHeads; m < (h+1)*r.MemoryHeads/r.RetrievalHeads; m++ {
		slot := ((b*r.Length+t)*r.MemoryHeads + m) * r.Slots()
		copy(r.result.Picks[slot:], picks)
		copy(r.result.Weights[slot:], weights)
		own := make([]float64, len(picks))
		r.memoryHead(b, t, m, picks, weights, own)
		if r.grads != nil {
			copy(r.gradients.Weights[slot:], own)
		}
		axpy(dw, 1, own)
	}
	if r.grads != nil {
		r.scoreGradients(b, asks, h, picks, WeightsGradient(r.Weighting, picked, weights, dw))
	}
}

func (r *run) scores(b, t, h int) []float64 {
	landmarks := make([][]float64, r.Chunks)
	for c := range landmarks {
		landmarks[c] = r.in["landmarks"].at(b, c, h)
	}
	return Scores(r.in["rq"].at(b, t, h), landmarks)
}

// memoryHead runs the query heads of memory head m and adds the gradients of the chunk weights to dw.
func (r *run) memoryHead(b, t, m int, picks []int, weights, dw []float64) {
	group, extra := r.Heads/r.MemoryHeads, 0.0
	if r.OffByOne {
		extra = 1
	}
	for i := m * group; i < (m+1)*group; i++ {
		h := head{q: r.in["q"].at(b, t, i), weights: weights, extra: extra, joint: r.Weighting == NSA,
			k: r.chunks(r.in["k"], b, m, picks), v: r.chunks(r.in["v"], b, m, picks)}
		h.forward(r.out.at(b, t, i))
		if r.grads != nil {
			h.backward(r.dout.at(b, t, i), r.grads["q"].at(b, t, i),
				r.chunks(r.grads["k"], b, m, picks), r.chunks(r.grads["v"], b, m, picks), dw)
		}
	}
}

// chunks are the rows [K][S][D] of the picked chunks.
func (r *run) chunks(x rows, b, m int, picks []int) [][][]float64 {
	out := make([][][]float64, len(picks))
	for k, c := range picks {
		for j := range r.Chunk {
			out[k] = append(out[k], x.at(b, c*r.Chunk+j, m))
		}
	}
	return out
}

// scoreGradients hands ds on to the query, the landmarks and the rank decay.
func (r *run) scoreGradients(b, t, h int, picks []int, ds []float64) {
	scale := 1 / math.Sqrt(float64(r.RetrievalDim))
	for k, c := range picks {
		axpy(r.grads["rq"].at(b, t, h), ds[k]*scale, r.in["landmarks"].at(b, c, h))
		axpy(r.grads["landmarks"].at(b, c, h), ds[k]*scale, r.in["rq"].at(b, t, h))
		if r.RankDecay {
			r.gradients.RankDecay += float64(k) * ds[k]
		}
	}
}
