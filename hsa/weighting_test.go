package hsa

import (
	"fmt"
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
)

// plainAttention is the operator in float64 from the equations, for one softmax over all picked tokens (Eq. 1a) and for
// chunk weights that are a softmax off by one. picked [B·Hr L C] says which chunks each token picked.
func plainAttention(o operatorCase, scores, picked []float32, q, k, v []float64) []float64 {
	c, out := o.cfg, make([]float64, len(q))
	for b := range o.batch {
		for t := range o.length {
			for h := range c.Heads {
				m := h / (c.Heads / c.MemoryKVHeads)
				row := ((b*c.RetrievalHeads()+min(m, c.RetrievalHeads()-1))*o.length + t) * o.chunks
				at := ((b*o.length+t)*c.Heads + h) * c.HeadDim()
				head := plainHead{o: o, k: k, v: v, b: b, m: m, q: q[at : at+c.HeadDim()]}
				copy(out[at:], head.attend(scores[row:row+o.chunks], picked[row:row+o.chunks]))
			}
		}
	}
	return out
}

type plainHead struct {
	o       operatorCase
	k, v, q []float64
	b, m    int
}

func (p plainHead) attend(scores, picked []float32) []float64 {
	c, out := p.o.cfg, make([]float64, len(p.q))
	one := 0.0
	if c.OffByOne {
		one = 1
	}
	across, joint := 1.0, one
	for chunk, yes := range picked {
		if yes == 1 {
			across += math.Exp(float64(scores[chunk]))
			joint += p.mass(chunk)
		}
	}
	for chunk, yes := range picked {
		if yes == 0 {
			continue
		}
		weight, denominator := 1.0, joint
		if c.Weighting == WeightOffByOne {
			weight, denominator = math.Exp(float64(scores[chunk]))/across, one+p.mass(chunk)
		}
		for j := range c.Chunk {
			for d := range out {
				out[d] += weight * math.Exp(p.logit(chunk, j)) / denominator * p.v[p.at(chunk, j)+d]
			}
		}
	}
	return out
}

func (p plainHead) at(chunk, j int) int {
	c := p.o.cfg
	return (((p.b*p.o.chunks+chunk)*c.Chunk+j)*c.MemoryKVHeads + p.m) * c.HeadDim()
}

func (p plainHead) logit(chunk, j int) float64 {
	sum := 0.0
	for d, q := range p.q {
		sum += q * p.k[p.at(chunk, j)+d] / math.Sqrt(float64(len(p.q)))
	}
	return sum
}

func (p plainHead) mass(chunk int) float64 {
	sum := 0.0
	for j := range p.o.cfg.Chunk {
		sum += math.Exp(p.logit(chunk, j))
	}
	return sum
}

// eachWeighting runs f for the weightings of this file, with and without the 1 inside, in every form.
func eachWeighting(t *testing.T, f func(t *testing.T, o operatorCase)) {
	for _, w := range []Weighting{WeightOffByOne, WeightNSA} {
		for _, offByOne := range []bool{false, true} {
			for _, form := range forms {
				t.Run(fmt.Sprintf("%s/off=%v/%s", w, offByOne, form), func(t *testing.T) {
					o := plainOperator()
					o.cfg.Weighting, o.cfg.OffByOne, o.attend = w, offByOne, attendBy(form)
					f(t, o)
				})
			}
		}
	}
}

// TestWeightingsAgainstPlainFormulas compares values with plain loops, and the gradients of q, k and v with finite
// differences of them.
func TestWeightingsAgainstPlainFormulas(t *testing.T) {
	eachWeighting(t, func(t *testing.T, o operatorCase) {
		got := o.run(t)
		q, k, v := widened(o.q), widened(o.k), widened(o.v)
		plain := func() []float64 { return plainAttention(o, got.scores, got.picked, q, k, v) }
		if d := maxDiff(narrow(plain()), got.out); d > 1e-5 {
			t.Errorf("the output differs by %g from the plain formula", d)
		}
		loss := func() float64 { return dot(plain(), widened(o.dout)) }
		for i, x := range [][]float64{q, k, v} {
			grads := got.grads[2+i]
			for at := 0; at < len(x); at += 1 + len(x)/12 {
				if d := math.Abs(slope(loss, &x[at]) - float64(grads[at])); d > 1e-4 {
					t.Errorf("%s[%d] is %g, off by %g", gradNames[2+i], at, grads[at], d)
				}
			}
		}
	})
}

// TestWeightingsScoreGradient: the scores of NSA have no gradient, since the choice has none; those of the softmax off by
// one have that of finite differences over the scores.
func TestWeightingsScoreGradient(t *testing.T) {
	eachWeighting(t, func(t *testing.T, o operatorCase) {
		got := o.run(t)
		largestScoreGradient := max(largest(got.grads[0]), largest(got.grads[1]))
		if o.cfg.Weighting == WeightNSA {
			if largestScoreGradient != 0 {
				t.Errorf("the scores of NSA have a gradient of %g", largestScoreGradient)
			}
			return
		}
		landmarks := widened(o.landmarks)
		loss := func() float64 {
			shifted := o
			shifted.landmarks = narrow(landmarks)
			return dot(plainAttention(o, shifted.oracleScores(), got.picked, widened(o.q), widened(o.k), widened(o.v)), widened(o.dout))
		}
		for at := range landmarks {
			want := slopeBy(loss, &landmarks[at], 1e-2)
			if d := math.Abs(want - float64(got.grads[1][at])); d > 2e-3 {
				t.Errorf("d_landmarks[%d] is %g, want %g", at, got.grads[1][at], want)
			}
		}
	})
}

// TestWeightingsSeeNothing: a token that sees no chunk gets exactly 0, and no gradient is a NaN.
func TestWeightingsSeeNothing(t *testing.T) {
	eachWeighting(t, func(t *testing.T, o operatorCase) {
		got := o.run(t)
		if d := largest(got.out[:o.cfg.Chunk*o.cfg.Dim]); d != 0 {
			t.Errorf("the first %d tokens see no chunk and get %g", o.cfg.Chunk, d)
		}
		for i, g := range got.grads {
			if math.IsInf(largest(g), 0) {
				t.Errorf("%s holds a NaN", gradNames[i])
			}
		}
	})
}

// equalShares is a planted fault: the chunks of NSA weigh the same, whatever their mass.
type equalShares struct{ byMass }

func (equalShares) across(picked *Node, _ func() *Node) *Node {
	return Div(picked, Max(ReduceAndKeep(picked, ReduceSum, -1), OnesLike(picked)))
}

func TestWeightingsCatchEqualShares(t *testing.T) {
	o := plainOperator()
	o.cfg.Weighting = WeightNSA
	o.attend = func(b *builder, q *Node, mem memory, r retrieval) *Node {
		k, v, weights, _, picks := slots(b, mem, r)
		return attendGather(q, gatherChunks(k, picks), gatherChunks(v, picks), pickWeights(weights, picks), equalShares{})
	}
	got := o.run(t)
	want := plainAttention(o, got.scores, got.picked, widened(o.q), widened(o.k), widened(o.v))
	if d := maxDiff(narrow(want), got.out); d < 1e-3 {
		t.Errorf("equal shares passed as one softmax: they differ by %g only", d)
	}
}
