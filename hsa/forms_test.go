package hsa

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

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
	values := c.InitialValues(5)
	out := exec.MustExec(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(ids, batch, length))
	return tensors.MustCopyFlatData[float32](out[0])
}

func TestFormsAgree(t *testing.T) {
	for _, w := range []Weighting{WeightStickBreaking, WeightSoftmax} {
		for _, offByOne := range []bool{false, true} {
			for _, single := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/off=%v/single=%v", w, offByOne, single), func(t *testing.T) {
					c := smallConfig()
					c.Weighting, c.OffByOne, c.SingleHeadRetrieval = w, offByOne, single
					want := lossAndGradient(t, c, Dense, 2, 37, 3)
					for _, form := range []Form{Dispatch, Gathered} {
						if d := maxDiff(want, lossAndGradient(t, c, form, 2, 37, 3)); d > 1e-5 || math.IsNaN(d) {
							t.Errorf("%s differs from dense by %g", form, d)
						}
					}
				})
			}
		}
	}
}
