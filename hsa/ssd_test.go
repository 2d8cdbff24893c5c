package hsa

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// scan is one recurrence of the state space with its inputs, and the gradient of its outputs y and end together.
type scan struct {
	batch, length, heads, size, state int
	in                                [5][]float64 // u [B T H P], a [B T H], B and C [B T N], start [B N H P]
	dout                              []float64    // of y [B T H P], then end [B N H P]
}

var scanNames = []string{"u", "a", "B", "C", "start"}

// newScan draws a recurrence; every seventh decay is so strong that nothing is left.
func newScan(length int) scan {
	s := scan{batch: 2, length: length, heads: 2, size: 3, state: 4}
	rng := rand.New(rand.NewPCG(3, uint64(length)))
	for i, n := range s.sizes() {
		s.in[i] = make([]float64, n)
		for j := range s.in[i] {
			s.in[i][j] = float64(float32(rng.NormFloat64()))
		}
	}
	for i, a := range s.in[1] {
		s.in[1][i] = float64(float32(-0.05 * math.Abs(a)))
		if rng.IntN(7) == 0 {
			s.in[1][i] = -80
		}
	}
	s.dout = make([]float64, s.sizes()[0]+s.sizes()[4])
	for i := range s.dout {
		s.dout[i] = float64(float32(rng.NormFloat64()))
	}
	return s
}

func (s scan) sizes() []int {
	tokens := s.batch * s.length
	return []int{tokens * s.heads * s.size, tokens * s.heads, tokens * s.state, tokens * s.state, s.batch * s.state * s.heads * s.size}
}

func (s scan) shapes() [][]int {
	b, t := s.batch, s.length
	return [][]int{{b, t, s.heads, s.size}, {b, t, s.heads}, {b, t, s.state}, {b, t, s.state}, {b, s.state, s.heads, s.size}}
}

// plain runs the recurrence token by token in float64: y, then the state at the end.
func (s scan) plain() []float64 {
	u, a, bm, cm := s.in[0], s.in[1], s.in[2], s.in[3]
	h := append([]float64(nil), s.in[4]...)
	width := s.heads * s.size
	y := make([]float64, len(u))
	for b := range s.batch {
		for t := range s.length {
			token := b*s.length + t
			for n := range s.state {
				for i := range width {
					at := (b*s.state+n)*width + i
					h[at] = math.Exp(a[token*s.heads+i/s.size])*h[at] + bm[token*s.state+n]*u[token*width+i]
					y[token*width+i] += cm[token*s.state+n] * h[at]
				}
			}
		}
	}
	return append(y, h...)
}

// graph runs ssd: y and the state at the end, and the gradients of the five inputs.
func (s scan) graph(t *testing.T, run func(u, a, bm, cm, start *Node) (y, end *Node)) (out []float32, grads [][]float32) {
	t.Helper()
	exec := MustNewExec(testBackend(t), func(in []*Node) []*Node {
		y, end := run(in[0], in[1], in[2], in[3], in[4])
		flat := Concatenate([]*Node{Reshape(y, -1), Reshape(end, -1)}, 0)
		return append([]*Node{flat}, Gradient(ReduceAllSum(Mul(flat, in[5])), in[:5]...)...)
	})
	defer exec.Finalize()
	var args []any
	for i, shape := range s.shapes() {
		args = append(args, tensors.FromFlatDataAndDimensions(narrow(s.in[i]), shape...))
	}
	result := exec.MustCall(append(args, tensors.FromFlatDataAndDimensions(narrow(s.dout), len(s.dout)))...)
	for _, x := range result[1:] {
		grads = append(grads, tensors.MustCopyFlatData[float32](x))
	}
	return tensors.MustCopyFlatData[float32](result[0]), grads
}

// TestSSD compares the recurrence in blocks with the recurrence token by token, and its gradients with finite
// differences, for lengths that do and do not fill blocks and spans.
func TestSSD(t *testing.T) {
	for _, length := range []int{1, 5, 32, 33, 70, ssdBlock*ssdSpan + 40} {
		t.Run(fmt.Sprint(length), func(t *testing.T) {
			s := newScan(length)
			got, grads := s.graph(t, ssd)
			if d := maxDiff(narrow(s.plain()), got); d > 1e-5 {
				t.Errorf("y and the state differ by %g", d)
			}
			loss := func() float64 { return dot(s.plain(), s.dout) }
			for i, x := range s.in {
				for at := 0; at < len(x); at += 1 + len(x)/15 {
					if d := math.Abs(slope(loss, &x[at]) - float64(grads[i][at])); d > 1e-4 {
						t.Errorf("the gradient of %s[%d] is %g, off by %g", scanNames[i], at, grads[i][at], d)
					}
				}
			}
		})
	}
}

// TestSSDCatchesALostState is the negative control: each block starts from nothing.
func TestSSDCatchesALostState(t *testing.T) {
	s := newScan(70)
	forgetful := func(u, a, bm, cm, start *Node) (*Node, *Node) {
		var all []*Node
		for from := 0; from < s.length; from += ssdBlock {
			part := func(x *Node) *Node { return SliceAxis(x, 1, AxisRange(from, min(s.length, from+ssdBlock))) }
			var y *Node
			y, start = ssd(part(u), part(a), part(bm), part(cm), ZerosLike(start))
			all = append(all, y)
		}
		return Concatenate(all, 1), start
	}
	if got, _ := s.graph(t, forgetful); maxDiff(narrow(s.plain()), got) < 1e-3 {
		t.Error("a lost state passed")
	}
}
