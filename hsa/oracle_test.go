package hsa

import (
	"math"
	"slices"
	"testing"
)

// The oracle computes the operator in float64 with plain loops, from the equations and not from the graph code.

// oracleWeights is Eq. 1 over the scores of the picked chunks, newest first.
func oracleWeights(scores []float64, w Weighting, rankDecay float64) []float64 {
	out := make([]float64, len(scores))
	if w == WeightStickBreaking {
		left := 1.0
		for i, s := range scores {
			p := 1 / (1 + math.Exp(-s))
			out[i] = p * left
			left /= 1 + math.Exp(s)
		}
		return out
	}
	decayed := make([]float64, len(scores))
	for i, s := range scores {
		decayed[i] = s + float64(i)*rankDecay
	}
	return oracleSoftmax(decayed, 0)
}

// oracleSoftmax is softmax; extra is added to the denominator.
func oracleSoftmax(x []float64, extra float64) []float64 {
	if len(x) == 0 {
		return nil
	}
	top := slices.Max(x)
	total := extra * math.Exp(-top)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Exp(v - top)
		total += out[i]
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// oraclePicks are the k visible chunks with the largest scores, newest first; of equal scores the older chunk wins.
func oraclePicks(scores []float64, visible, k int) []int {
	order := make([]int, visible)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	if k > 0 {
		order = order[:min(k, visible)]
	}
	slices.Sort(order)
	slices.Reverse(order)
	return order
}

// oracle is the output [B L Hq·D] of Eq. 2. The scores are those of the graph, so that a rounding of a score
// cannot change a pick; they are checked apart.
func (o operatorCase) oracle(scores []float32) []float32 {
	c := o.cfg
	heads, size := c.RetrievalHeads(), c.HeadDim()
	perMemory := c.Heads / c.MemoryKVHeads
	out := make([]float32, o.batch*o.length*c.Dim)
	for b := range o.batch {
		for t := range o.length {
			for m := range c.MemoryKVHeads {
				row := scores[((b*heads+min(m, heads-1))*o.length+t)*o.chunks:][:o.chunks]
				picks, weights := o.oracleRetrieval(row, o.first+t)
				for h := m * perMemory; h < (m+1)*perMemory; h++ {
					at := ((b*o.length+t)*c.Heads + h) * size
					o.oracleHead(out[at:at+size], o.q[at:at+size], picks, weights, b, m)
				}
			}
		}
	}
	return out
}

func (o operatorCase) oracleRetrieval(row []float32, t int) (picks []int, weights []float64) {
	wide := make([]float64, len(row))
	for i, s := range row {
		wide[i] = float64(s)
	}
	picks = oraclePicks(wide, min(o.cfg.Visible(t), o.chunks), o.topK)
	picked := make([]float64, len(picks))
	for i, c := range picks {
		picked[i] = wide[c]
	}
	return picks, oracleWeights(picked, o.cfg.Weighting, float64(o.rankDecay))
}

// oracleHead is Σ w · softmax(q·K) V of one query head.
func (o operatorCase) oracleHead(out, q []float32, picks []int, weights []float64, b, m int) {
	c := o.cfg
	size, extra := c.HeadDim(), 0.0
	if c.OffByOne {
		extra = 1
	}
	at := func(chunk, token int) int {
		return (((b*o.chunks+chunk)*c.Chunk+token)*c.MemoryKVHeads + m) * size
	}
	sum := make([]float64, size)
	for i, chunk := range picks {
		logits := make([]float64, c.Chunk)
		for j := range logits {
			for d := range size {
				logits[j] += float64(q[d]) * float64(o.k[at(chunk, j)+d]) / math.Sqrt(float64(size))
			}
		}
		for j, p := range oracleSoftmax(logits, extra) {
			for d := range size {
				sum[d] += weights[i] * p * float64(o.v[at(chunk, j)+d])
			}
		}
	}
	for d := range size {
		out[d] = float32(sum[d])
	}
}

// oracleScores are q·landmark/sqrt(R) [B·Hr L C].
func (o operatorCase) oracleScores() []float32 {
	heads := o.cfg.RetrievalHeads()
	size := o.cfg.RetrievalDim / heads
	var out []float32
	for b := range o.batch {
		for h := range heads {
			for t := range o.length {
				for c := range o.chunks {
					dot := 0.0
					for r := range size {
						dot += float64(o.rq[((b*o.length+t)*heads+h)*size+r]) * float64(o.landmarks[((b*o.chunks+c)*heads+h)*size+r])
					}
					out = append(out, float32(dot/math.Sqrt(float64(size))))
				}
			}
		}
	}
	return out
}

// TestOracleWeights checks the oracle itself against worked numbers (paper.md 10.1), newest chunk first.
func TestOracleWeights(t *testing.T) {
	for _, c := range weightTable {
		for w, want := range map[Weighting][]float64{WeightStickBreaking: c.stick, WeightSoftmax: c.softmax} {
			got := oracleWeights(c.scores, w, 0)
			for i := range want {
				if d := math.Abs(got[i] - want[i]); d > 1e-6 {
					t.Errorf("%s of %v: %v, want %v", w, c.scores, got, want)
				}
			}
		}
	}
}
