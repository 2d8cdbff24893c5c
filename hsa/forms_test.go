package hsa

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
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

// TestFormsAgree is the property that all forms compute the values and gradients of the definition. The conformance suite
// has 1,000 problems that are always the same; here they are new ones each time, and the smallest that fails is found.
func TestFormsAgree(t *testing.T) {
	fewerChecksOffGo(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := hsatest.AnyProblem(func(lo, hi int, label string) int { return rapid.IntRange(lo, hi).Draw(rt, label) })
		for _, form := range forms {
			d, err := hsatest.Disagreement(func(s oracle.Spec) (hsatest.Operator, error) { return NewOperator(testBackend(t), s, form) }, p)
			if err != nil {
				rt.Fatalf("%s: %v", form, err)
			}
			if d.Error > 1e-5 {
				rt.Fatalf("%s: %s differs from the definition by %g", form, d.Tensor, d.Error)
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
