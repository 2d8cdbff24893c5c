package main

import (
	"fmt"
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/conformance"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

// trial is something that a backend must do. It returns how far the result is from the right one, relative to the largest
// entry.
type trial struct {
	name string
	try  func(compute.Backend) (off float64, err error)
}

// trials are what a backend must do before it is of use, the simplest first.
var trials = []trial{
	{"a matrix product", tryProduct},
	{"HSA with its gradients", tryOperator},
	{"a model", tryModel},
}

// trialLimit is the largest error of a backend in float32.
const trialLimit = 1e-4

// run tries one and refuses a result that is wrong.
func (t trial) run(backend compute.Backend) (off float64, err error) {
	defer func() {
		if r := recover(); r != nil { // GoMLX panics where a graph cannot be built
			err = fmt.Errorf("%s: %v", t.name, r)
		}
	}()
	off, err = t.try(backend)
	switch {
	case err != nil:
		return off, fmt.Errorf("%s: %w", t.name, err)
	case !(off <= trialLimit):
		return off, fmt.Errorf("%s comes out wrong, by %.2g of its largest entry (limit %g)", t.name, off, trialLimit)
	}
	return off, nil
}

// tryProduct multiplies matrices of small whole numbers, whose product no rounding changes.
func tryProduct(backend compute.Backend) (float64, error) {
	const n = 16
	x, y := make([]float32, n*n), make([]float32, n*n)
	for i := range x {
		x[i], y[i] = float32(i%7-3), float32(i%5-2)
	}
	got, err := product(backend, n, x, y)
	if err != nil {
		return 0, err
	}
	worst := 0.0
	for i := range n {
		for j := range n {
			want := float32(0)
			for k := range n {
				want += x[i*n+k] * y[k*n+j]
			}
			worst = max(worst, math.Abs(float64(want-got[i*n+j])))
		}
	}
	return worst, nil
}

// product is x·y of [n n], compiled and run by the backend without anything of ours between.
func product(backend compute.Backend, n int, x, y []float32) ([]float32, error) {
	shape := shapes.Make(dtypes.Float32, n, n)
	b := backend.Builder("product")
	f := b.Main()
	left, err := f.Parameter("x", shape, nil)
	if err != nil {
		return nil, err
	}
	right, err := f.Parameter("y", shape, nil)
	if err != nil {
		return nil, err
	}
	out, err := f.DotGeneral(left, []int{1}, nil, right, []int{0}, nil, compute.DotGeneralConfig{})
	if err != nil {
		return nil, err
	}
	if err := f.Return([]compute.Value{out}, nil); err != nil {
		return nil, err
	}
	program, err := b.Compile()
	if err != nil {
		return nil, err
	}
	defer program.Finalize()
	return execute(backend, program, shape, x, y)
}

func execute(backend compute.Backend, program compute.Executable, shape shapes.Shape, inputs ...[]float32) ([]float32, error) {
	var buffers []compute.Buffer
	for _, values := range inputs {
		b, err := backend.BufferFromFlatData(0, values, shape)
		if err != nil {
			return nil, err
		}
		buffers = append(buffers, b)
	}
	results, err := program.Execute(buffers, nil, 0)
	if err != nil {
		return nil, err
	}
	got := make([]float32, shape.Size())
	return got, results[0].ToFlatData(got)
}

// tryOperator runs the attention operator, forward and backward, against its definition in float64.
func tryOperator(backend compute.Backend) (float64, error) {
	d, err := hsatest.Disagreement(conformance.Operator(backend, hsa.Dispatch), hsatest.AnyProblem(hsatest.Seeded(3)))
	return d.Error, err
}

// tryModel reads a text with a small model, here and on the Go backend.
func tryModel(backend compute.Backend) (float64, error) {
	reference, err := hsa.OpenBackend("go")
	if err != nil {
		return 0, err
	}
	w := hsa.LivelyWeights(hsa.Variants()["stick"], 1)
	tokens := make([]int32, 12*w.Config.Chunk)
	for i := range tokens {
		tokens[i] = int32((i*i + 3) % w.Config.Vocab)
	}
	var logits [2][]float64
	for i, b := range []compute.Backend{reference, backend} {
		m, err := hsa.NewModel(b, w)
		if err != nil {
			return 0, err
		}
		defer m.Close()
		last, err := m.Logits(tokens, 5, w.Config.TopK, hsa.Dense)
		if err != nil {
			return 0, err
		}
		for _, v := range last {
			logits[i] = append(logits[i], float64(v))
		}
	}
	return hsatest.Relative(logits[0], logits[1], 0), nil
}
