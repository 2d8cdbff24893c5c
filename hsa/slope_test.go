package hsa

import (
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// TestGradientIsTheSlope compares the gradient of every variant's loss with finite differences, for each parameter along
// its own gradient, or along a random direction where that is 0: no parameter's gradient is wrong or missing.
func TestGradientIsTheSlope(t *testing.T) {
	eachVariant(t, func(t *testing.T, c Config) {
		values := livelyValues(c, 5)
		loss, gradient := lossOf(t, c)
		for name, d := range wrongSlopes(c.Params(), values, gradient(values), loss) {
			t.Errorf("the gradient of %s is off by %g from finite differences", name, d)
		}
	})
}

// TestSlopeCatchesAWrongGradient is the negative control: a gradient that is missing, and one that is a tenth too large.
func TestSlopeCatchesAWrongGradient(t *testing.T) {
	c := smallConfig()
	values := livelyValues(c, 5)
	loss, gradient := lossOf(t, c)
	for _, factor := range []float32{0, 1.1} {
		grad := gradient(values)
		part := valuesOf(t, c, grad, "chunker.landmark_proj.weight")
		for i := range part {
			part[i] *= factor
		}
		if wrong := wrongSlopes(c.Params(), values, grad, loss); len(wrong) != 1 {
			t.Errorf("a gradient times %g: wrong are %v", factor, wrong)
		}
	}
}

// wrongSlopes lists the parameters whose gradient differs from finite differences of the loss, and by how much.
func wrongSlopes(params []Param, values, grad []float32, loss func([]float32) float64) map[string]float64 {
	const step = 5e-3
	wrong := map[string]float64{}
	for _, p := range params {
		direction := uphill(grad, p)
		want := (loss(along(values, direction, step)) - loss(along(values, direction, -step))) / (2 * step)
		got := dot(widened(grad), widened(direction))
		if d := math.Abs(want - got); !(d <= 2e-4+0.01*math.Abs(got)) {
			wrong[p.Name] = d
		}
	}
	return wrong
}

// lossOf is the language-modelling loss of a fixed text with all visible chunks picked, so that no choice jumps, as a
// function of the parameters, and its gradient.
func lossOf(t *testing.T, c Config) (loss func([]float32) float64, gradient func([]float32) []float32) {
	t.Helper()
	const length = 29
	ids := randomTokens(rand.New(rand.NewPCG(3, 3)), c.Vocab, length)
	exec := MustNewExec(testBackend(t), func(flat *Node) (*Node, *Node) {
		byName, _ := c.unpack(flat)
		b := &builder{cfg: c, p: byName}
		text := Const(flat.Graph(), tensors.FromFlatDataAndDimensions(ids, 1, length))
		logits := b.logits(sliceTokens(b.forward(text, tailOptions{form: Dense}).hidden, 0, length-1))
		target := Reshape(Slice(text, AxisRange(), AxisRange(1)), -1)
		loss := ReduceAllMean(crossEntropy(Reshape(logits, -1, c.Vocab), target, nil))
		return loss, Gradient(loss, flat)[0]
	})
	t.Cleanup(exec.Finalize)
	run := func(values []float32) []*tensors.Tensor {
		return exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)))
	}
	loss = func(values []float32) float64 { return float64(tensors.ToScalar[float32](run(values)[0])) }
	return loss, func(values []float32) []float32 { return tensors.MustCopyFlatData[float32](run(values)[1]) }
}

// uphill is the direction of length 1 of the gradient of one parameter, the others staying as they are.
func uphill(grad []float32, p Param) []float32 {
	rng := rand.New(rand.NewPCG(4, nameHash(p.Name)))
	direction := make([]float32, len(grad))
	part := direction[p.start : p.start+p.Size()]
	copy(part, grad[p.start:])
	if largest(part) == 0 {
		for i := range part {
			part[i] = float32(rng.NormFloat64())
		}
	}
	size := float32(math.Sqrt(dot(widened(part), widened(part))))
	for i := range part {
		part[i] /= size
	}
	return direction
}

func along(values, direction []float32, step float32) []float32 {
	moved := make([]float32, len(values))
	for i := range values {
		moved[i] = values[i] + step*direction[i]
	}
	return moved
}
