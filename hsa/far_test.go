package hsa

import (
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/oracle"
)

const farTheta = 10000

// turned rotates x [B rows heads D] in float64, row r by position first+r, or back by it.
func turned(x []float64, batch, rows, heads, size, first int, back bool) []float64 {
	out := make([]float64, len(x))
	for i := range batch * rows * heads {
		position := float64(first + i/heads%rows)
		if back {
			position = -position
		}
		for j := range size / 2 {
			sin, cos := math.Sincos(position * math.Pow(farTheta, -2*float64(j)/float64(size)))
			a, b := x[i*size+j], x[i*size+j+size/2]
			out[i*size+j], out[i*size+j+size/2] = a*cos-b*sin, b*cos+a*sin
		}
	}
	return out
}

func farSpec() oracle.Spec {
	return oracle.Spec{Batch: 2, Length: 13, First: 5, Chunks: 4, Chunk: 4, Heads: 4, MemoryHeads: 2, RetrievalHeads: 2,
		HeadDim: 6, RetrievalDim: 3, TopK: 2, TokensPerRetrieval: 1, Weighting: oracle.Softmax}
}

// farAttend is a form behind the rotations that forward makes, of a text whose first token is at position base.
func farAttend(s oracle.Spec, form Form, base int) attendFunc {
	return func(b *builder, q *Node, mem memory, r retrieval) *Node {
		c := b.cfg
		c.FarPositions, c.RopeTheta = RotaryPositions, farTheta
		far := &builder{cfg: c, p: b.p}
		mem.k = far.rotateFar(mem.k, far.farConst(q.Graph(), base, s.Chunks*s.Chunk))
		return far.attend(far.rotateFar(q, far.farConst(q.Graph(), base+s.First, s.Length)), mem, r, form)
	}
}

func runFar(t *testing.T, s oracle.Spec, attend attendFunc, in oracle.Inputs, dout []float64) (oracle.Result, oracle.Gradients) {
	t.Helper()
	o, err := newGraphOperator(testBackend(t), s, attend)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	out, grads, err := o.Run(in, dout)
	if err != nil {
		t.Fatal(err)
	}
	return out, grads
}

// TestFarPositions compares every form with the float64 operator between a query and keys that were rotated before, in
// values and gradients.
func TestFarPositions(t *testing.T) {
	s := farSpec()
	in, dout := randomInputs(s)
	tokens, size := s.Chunks*s.Chunk, s.HeadDim
	before := in
	before.Q = turned(in.Q, s.Batch, s.Length, s.Heads, size, s.First, false)
	before.K = turned(in.K, s.Batch, tokens, s.MemoryHeads, size, 0, false)
	want, grads, err := oracle.Operator{Spec: s}.Run(before, dout)
	if err != nil {
		t.Fatal(err)
	}
	dq := turned(grads.Q, s.Batch, s.Length, s.Heads, size, s.First, true)
	dk := turned(grads.K, s.Batch, tokens, s.MemoryHeads, size, 0, true)
	for _, form := range forms {
		got, gotGrads := runFar(t, s, farAttend(s, form, 0), in, dout)
		for what, d := range map[string]float64{
			"out": maxDiff(narrow(want.Out), narrow(got.Out)), "d_q": maxDiff(narrow(dq), narrow(gotGrads.Q)),
			"d_k": maxDiff(narrow(dk), narrow(gotGrads.K)), "d_v": maxDiff(narrow(grads.V), narrow(gotGrads.V)),
		} {
			if !(d <= 1e-5) {
				t.Errorf("%s: %s differs by %g", form, what, d)
			}
		}
	}
	none, _ := runFar(t, s, func(b *builder, q *Node, mem memory, r retrieval) *Node { return b.attend(q, mem, r, Dense) }, in, dout)
	if maxDiff(narrow(want.Out), narrow(none.Out)) < 1e-2 {
		t.Error("without positions the output is the same: the test shows nothing")
	}
}

// TestOnlyDistancesMatter: the same text 32M tokens further on gives the same output, as it does not where angles are
// taken in float32, the negative control.
func TestOnlyDistancesMatter(t *testing.T) {
	const far = 1<<25 - 3
	s := farSpec()
	in, dout := randomInputs(s)
	want, _ := runFar(t, s, farAttend(s, Gathered, 0), in, dout)
	got, _ := runFar(t, s, farAttend(s, Gathered, far), in, dout)
	if d := maxDiff(narrow(want.Out), narrow(got.Out)); d > 1e-5 {
		t.Errorf("32M tokens further on the output differs by %g", d)
	}
	coarse := func(first, rows int) *tensors.Tensor {
		var cos, sin []float32
		for r := range rows {
			for j := range s.HeadDim {
				step := float32(math.Pow(farTheta, -2*float64(j%(s.HeadDim/2))/float64(s.HeadDim)))
				y, x := math.Sincos(float64(float32(first+r) * step))
				cos, sin = append(cos, float32(x)), append(sin, float32(y))
			}
		}
		return tensors.FromFlatDataAndDimensions(append(cos, sin...), 2, rows, s.HeadDim)
	}
	float32Angles := func(b *builder, q *Node, mem memory, r retrieval) *Node {
		g := q.Graph()
		mem.k = b.rotateFar(mem.k, Const(g, coarse(far, s.Chunks*s.Chunk)))
		return b.attend(b.rotateFar(q, Const(g, coarse(far+s.First, s.Length))), mem, r, Gathered)
	}
	if rough, _ := runFar(t, s, float32Angles, in, dout); maxDiff(narrow(want.Out), narrow(rough.Out)) < 1e-3 {
		t.Error("angles in float32 pass: the test shows nothing")
	}
}

// randomInputs draws the inputs of an operator, and the gradient of its output.
func randomInputs(s oracle.Spec) (oracle.Inputs, []float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	normal := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(float32(rng.NormFloat64()))
		}
		return x
	}
	memory := s.Batch * s.Chunks * s.Chunk * s.MemoryHeads * s.HeadDim
	return oracle.Inputs{
		RetrievalQueries: normal(s.Batch * s.Length * s.RetrievalHeads * s.RetrievalDim),
		Landmarks:        normal(s.Batch * s.Chunks * s.RetrievalHeads * s.RetrievalDim),
		Q:                normal(s.Batch * s.Length * s.Heads * s.HeadDim), K: normal(memory), V: normal(memory),
	}, normal(s.Batch * s.Length * s.Heads * s.HeadDim)
}
