package hsa

import (
	"math"
	"slices"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// weightTable holds worked chunk weights (paper.md 10.1), newest chunk first.
var weightTable = []struct{ scores, stick, softmax, offByOne []float64 }{
	{[]float64{0, 0, 0}, []float64{.5, .25, .125}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.25, .25, .25}},
	{[]float64{2, -1, .5}, []float64{.880797, .032059, .054244}, []float64{.785597, .039113, .175290}, []float64{.710100, .035354, .158445}},
	{[]float64{.5, -1, 2}, []float64{.622459, .101536, .243104}, []float64{.175290, .039113, .785597}, []float64{.158445, .035354, .710100}},
	{[]float64{-3, -3, -3}, []float64{.047426, .045177, .043034}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.043317, .043317, .043317}},
	{[]float64{20, 3, 3}, []float64{1, 1.96e-9, 9.3e-11}, []float64{1, 4.1e-8, 4.1e-8}, []float64{1, 4.1e-8, 4.1e-8}},
	{[]float64{1, 1}, []float64{.731059, .196612}, []float64{.5, .5}, []float64{.422319, .422319}},
	{[]float64{.1}, []float64{.524979}, []float64{1}, []float64{.524979}},
	{nil, nil, nil, nil},
}

// chunkWeightsOf runs chunkWeights on one token over len(scores) chunks, oldest first, and the gradient of the sum
// of the weights by the scores.
func chunkWeightsOf(t *testing.T, w Weighting, scores, picked []float32) (weights, gradient []float32) {
	t.Helper()
	b := &builder{cfg: Config{Weighting: w}}
	exec := MustNewExec(testBackend(t), func(scores, picked *Node) (*Node, *Node) {
		w := b.chunkWeights(scores, picked, "x")
		return w, Gradient(ReduceAllSum(w), scores)[0]
	})
	defer exec.Finalize()
	n := len(scores)
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(scores, 1, 1, n), tensors.FromFlatDataAndDimensions(picked, 1, 1, n))
	return tensors.MustCopyFlatData[float32](out[0]), tensors.MustCopyFlatData[float32](out[1])
}

// oldestFirst spreads worked scores over chunk space, with a chunk that is not picked before, between and after:
// it must neither take weight nor shorten the stick, whatever its score.
func oldestFirst(newestFirst []float64, between float32) (scores, picked []float32) {
	scores, picked = []float32{between}, []float32{0}
	for _, s := range slices.Backward(newestFirst) {
		scores, picked = append(scores, float32(s), between), append(picked, 1, 0)
	}
	return scores, picked
}

func TestChunkWeights(t *testing.T) {
	for _, c := range weightTable {
		for _, between := range []float32{0, 7, -1000, 1000} {
			scores, picked := oldestFirst(c.scores, between)
			for w, want := range map[Weighting][]float64{WeightStickBreaking: c.stick, WeightSoftmax: c.softmax, WeightOffByOne: c.offByOne} {
				got, gradient := chunkWeightsOf(t, w, scores, picked)
				for i, g := range slices.Backward(got) {
					at := (len(got)-1-i)/2 - 1 + (len(got)-1-i)%2
					expected := 0.0
					if picked[i] == 1 {
						expected = want[at]
					}
					if d := math.Abs(float64(g) - expected); !(d <= 1e-6) || picked[i] == 0 && g != 0 {
						t.Errorf("%s of %v among %v: %v, want %v", w, c.scores, between, got, want)
						break
					}
					if picked[i] == 0 && gradient[i] != 0 || math.IsNaN(float64(gradient[i])) {
						t.Errorf("%s of %v among %v: gradient %v", w, c.scores, between, gradient)
						break
					}
				}
			}
		}
	}
}

// TestOffByOne checks the softmax inside a chunk against worked numbers (paper.md 10.1, last column).
func TestOffByOne(t *testing.T) {
	exec := MustNewExec(testBackend(t), func(x *Node) *Node { return softmaxPlus(x, true) })
	defer exec.Finalize()
	for _, c := range []struct{ logits, want []float32 }{
		{[]float32{0, 0, 0}, []float32{.25, .25, .25}},
		{[]float32{2, -1, .5}, []float32{.710100, .035354, .158445}},
		{[]float32{-3, -3, -3}, []float32{.043317, .043317, .043317}},
		{[]float32{20, 3, 3}, []float32{1, 4.1e-8, 4.1e-8}},
	} {
		got := tensors.MustCopyFlatData[float32](exec.MustCall(tensors.FromFlatDataAndDimensions(c.logits, 1, 3))[0])
		if d := maxDiff(c.want, got); d > 1e-6 {
			t.Errorf("off by one of %v: %v, want %v", c.logits, got, c.want)
		}
	}
}
