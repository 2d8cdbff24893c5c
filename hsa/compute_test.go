package hsa

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// TestBFloat16StepIsNearlyTheFloat32Step: one step has the same loss within 0.5 %, but not exactly, and the same gradient, of
// which the optimizer's mean is a multiple, with a cosine of at least 0.99; the masters keep more bits than the operands.
func TestBFloat16StepIsNearlyTheFloat32Step(t *testing.T) {
	c := Nano(64)
	batch := recallBatch(c, 4, 64)
	for _, form := range []Form{Dense, Dispatch} {
		t.Run(string(form), func(t *testing.T) {
			o := TrainOptions{Label: SequenceLabel, Form: form}
			wide := newTestTrainer(t, c, o, NewState(c, 1))
			o.Compute = BFloat16
			short := newTestTrainer(t, c, o, NewState(c, 1))
			want, got := steps(t, wide, 1, same(batch), 0.3)[0], steps(t, short, 1, same(batch), 0.3)[0]
			if d := math.Abs(float64(got.Loss/want.Loss - 1)); d > 5e-3 || d == 0 {
				t.Errorf("loss %v in bfloat16, %v in float32: want them to differ, by 0.5 %% at most", got.Loss, want.Loss)
			}
			state := stateOf(t, short)
			if cos := cosine(state.Mean, stateOf(t, wide).Mean); !(cos > 0.99) {
				t.Errorf("the gradients' cosine is %v, want more than 0.99", cos)
			}
			if n := longer(state.Values); n < len(state.Values)/2 {
				t.Errorf("%d of %d masters have more bits than bfloat16: want most of them", n, len(state.Values))
			}
		})
	}
}

// longer counts the values that bfloat16 cannot hold.
func longer(values []float32) (n int) {
	for _, v := range values {
		if safetensors.BF16.Round(v) != v {
			n++
		}
	}
	return n
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// TestProductsSumInFloat32: a product of narrowed operands is that of the rounded operands, summed in float32: 1000 terms in
// bfloat16 would stop growing at 256. Its gradients are float32 and those of the rounded operands.
func TestProductsSumInFloat32(t *testing.T) {
	const terms = 1000
	rng := rand.New(rand.NewPCG(5, 5))
	x, y := make([]float32, 2*terms), make([]float32, 3*terms)
	for _, list := range [][]float32{x, y} {
		for i := range list {
			list[i] = 1 + 0.1*rng.Float32()
		}
	}
	for name, transposedY := range map[string]bool{"x·y": false, "x·yᵀ": true} {
		t.Run(name, func(t *testing.T) {
			got, byX := runProduct(t, testBackend(t), x, y, terms, transposedY)
			for i := range 2 {
				for j := range 3 {
					sum := 0.0
					for k := range terms {
						sum += float64(safetensors.BF16.Round(x[i*terms+k])) * float64(safetensors.BF16.Round(y[j*terms+k]))
					}
					if d := math.Abs(float64(got[i*3+j])/sum - 1); d > 1e-5 {
						t.Errorf("entry %d %d is %v, want %v", i, j, got[i*3+j], sum)
					}
				}
			}
			for k, v := range byX[:terms] {
				want := safetensors.BF16.Round(y[k]) + safetensors.BF16.Round(y[terms+k]) + safetensors.BF16.Round(y[2*terms+k])
				if math.Abs(float64(v/want-1)) > 1.0/256 {
					t.Fatalf("gradient %d is %v, want %v", k, v, want)
				}
			}
		})
	}
}

// runProduct is the product of x [2 terms] and y [3 terms], which is transposed first where transposedY is false, and the
// gradient of the sum of its entries by x.
func runProduct(t *testing.T, backend compute.Backend, x, y []float32, terms int, transposedY bool) (product, byX []float32) {
	t.Helper()
	exec := MustNewExec(backend, func(x, y *Node) (*Node, *Node) {
		m := BFloat16.products()
		out := m.productT(x, y)
		if !transposedY {
			out = m.product(x, transposed(y))
		}
		grad := Gradient(ReduceAllSum(out), x)[0]
		if out.DType() != dtypes.Float32 || grad.DType() != dtypes.Float32 {
			t.Errorf("a product of %s and a gradient of %s, want float32", out.DType(), grad.DType())
		}
		return out, grad
	})
	defer exec.Finalize()
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(x, 2, terms), tensors.FromFlatDataAndDimensions(y, 3, terms))
	return tensors.MustCopyFlatData[float32](out[0]), tensors.MustCopyFlatData[float32](out[1])
}
