package hsa

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"pgregory.net/rapid"
)

var forms = []Form{Dense, Dispatch, Gathered}

// lossAndGradient is the language-modelling loss of random tokens and its gradient by the given form.
func lossAndGradient(t testing.TB, c Config, form Form, batch, length, topK int) []float32 {
	t.Helper()
	ids := randomTokens(rand.New(rand.NewPCG(3, uint64(length))), c.Vocab, batch*length)
	exec := MustNewExec(testBackend(t), func(flat, ids *Node) *Node {
		byName, _ := c.unpack(flat)
		b := &builder{cfg: c, p: byName}
		a := b.forward(ids, tailOptions{topK: topK, form: form})
		logits := b.logits(sliceTokens(a.hidden, 0, length-1))
		target := Reshape(Slice(ids, AxisRange(), AxisRange(1)), -1)
		loss := ReduceAllMean(crossEntropy(Reshape(logits, -1, c.Vocab), target, nil))
		return Concatenate([]*Node{Reshape(loss, 1), Gradient(loss, flat)[0]}, 0)
	})
	defer exec.Finalize()
	values := livelyValues(c, 5)
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(ids, batch, length))
	return tensors.MustCopyFlatData[float32](out[0])
}

// TestFormsAgreeInTheModel compares the forms inside whole models.
func TestFormsAgreeInTheModel(t *testing.T) {
	for _, w := range []Weighting{WeightStickBreaking, WeightSoftmax} {
		for _, offByOne := range []bool{false, true} {
			for _, single := range []bool{false, true} {
				if !isGoBackend(testBackend(t)) && !(offByOne && single) {
					continue // these graphs compile for ten seconds there
				}
				t.Run(fmt.Sprintf("%s/off=%v/single=%v", w, offByOne, single), func(t *testing.T) {
					c := smallConfig()
					c.Weighting, c.OffByOne, c.SingleHeadRetrieval = w, offByOne, single
					want := lossAndGradient(t, c, Dense, 2, 37, 3)
					for _, form := range []Form{Dispatch, Gathered} {
						if d := maxDiff(want, lossAndGradient(t, c, form, 2, 37, 3)); d > 1e-5 {
							t.Errorf("%s differs from dense by %g", form, d)
						}
					}
				})
			}
		}
	}
}

// anyOperator generates operators of all small shapes: grouped heads, one pick, more picks than chunks, one chunk, a
// ragged last chunk, a tail, head sizes that are no powers of two, ties and large scores.
func anyOperator(t *rapid.T) operatorCase {
	draw := func(lo, hi int, label string) int { return rapid.IntRange(lo, hi).Draw(t, label) }
	kv := draw(1, 3, "memory heads")
	c := Config{
		MemoryKVHeads: kv, Heads: kv * draw(1, 3, "queries a memory head"), Chunk: draw(1, 6, "chunk"),
		SingleHeadRetrieval: rapid.Bool().Draw(t, "single head"), OffByOne: rapid.Bool().Draw(t, "off by one"),
		HideWindowChunks: rapid.Bool().Draw(t, "hide"), Weighting: rapid.SampledFrom([]Weighting{WeightStickBreaking, WeightSoftmax}).Draw(t, "weighting"),
	}
	c.Window = c.Chunk + draw(0, 4, "window beyond chunk")
	c.Dim = c.Heads * draw(1, 7, "head size")
	c.RetrievalDim = c.RetrievalHeads() * draw(1, 5, "retrieval size")
	c.RankDecay = c.Weighting == WeightSoftmax && rapid.Bool().Draw(t, "rank decay")
	o := operatorCase{cfg: c, batch: draw(1, 2, "batch"), chunks: draw(1, 7, "chunks"), topK: draw(1, 9, "K")}
	total := o.chunks*c.Chunk + draw(0, c.Chunk-1, "ragged")
	o.length = draw(1, total, "tail")
	o.first = total - o.length
	if c.RankDecay {
		o.rankDecay = -0.25
	}
	o.fill(rapid.SampledFrom([]string{"normal", "ties", "large"}).Draw(t, "scores"), rapid.Uint64().Draw(t, "seed"))
	return o
}

// fill draws the operator's tensors.
func (o *operatorCase) fill(scores string, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	c := o.cfg
	normal := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	memory := o.batch * o.chunks * c.Chunk * c.MemoryKVHeads * c.HeadDim()
	o.rq, o.landmarks = normal(o.batch*o.length*c.RetrievalDim), normal(o.batch*o.chunks*c.RetrievalDim)
	o.q, o.dout = normal(o.batch*o.length*c.Dim), normal(o.batch*o.length*c.Dim)
	o.k, o.v = normal(memory), normal(memory)
	for i := range o.landmarks {
		switch scores {
		case "ties":
			o.landmarks[i] = float32(math.Round(float64(o.landmarks[i]) / 2))
		case "large":
			o.landmarks[i] *= 100
		}
	}
}

// TestFormsAgree is the property that all forms compute the same values and gradients, and that the values are
// those of the float64 oracle.
func TestFormsAgree(t *testing.T) {
	fewerChecksOffGo(t)
	rapid.Check(t, func(rt *rapid.T) {
		o := anyOperator(rt)
		o.attend = attendBy(Dense)
		dense := o.run(t)
		if d := maxDiff(o.oracleScores(), dense.scores) / max(1, largest(dense.scores)); d > 1e-6 {
			rt.Fatalf("scores differ from the oracle by %g of the largest", d)
		}
		if d := maxDiff(o.oracle(dense.scores), dense.out); d > 1e-5 {
			rt.Fatalf("dense differs from the oracle by %g", d)
		}
		for _, form := range []Form{Dispatch, Gathered} {
			o.attend = attendBy(form)
			if bad := dense.differences(o.run(t), 1e-5); len(bad) > 0 {
				rt.Fatalf("%s differs from dense: %v", form, bad)
			}
		}
	})
}

// fewerChecksOffGo keeps properties quick on backends that compile for a second.
func fewerChecksOffGo(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if isGoBackend(testBackend(t)) || checks == nil {
		return
	}
	was := checks.Value.String()
	if err := flag.Set("rapid.checks", "10"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { flag.Set("rapid.checks", was) })
}
