package hsa

import (
	"fmt"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
)

// HiLSSpec holds the sizes of one operator of HiLS attention, the later variant whose scores are a first-order expansion
// of the log attention mass (arXiv 2607.02980; EntropyBias takes that expansion over into the model).
type HiLSSpec struct {
	Batch, Length       int // B, L: a multiple of Chunk
	Heads, KVHeads      int // Hq query heads, Hk key/value heads
	HeadDim             int // D
	Chunk, Window, TopK int // S, at least 2: the last token of a chunk is its landmark token; W; K
}

// HiLSInputs are the tensors of one operator, row-major; also their gradients.
type HiLSInputs struct {
	RetrievalQueries, Q []float64 // [B L Hq D]
	K, V                []float64 // [B L Hk D]
	WindowOut           []float64 // [B L Hq D]: what the window part of the attention gives
	WindowLSE           []float64 // [B L Hq]: the log of its attention mass
}

// HiLSResult is what the operator computes.
type HiLSResult struct {
	LandmarkKeys []float64 // [B C Hq D]: pooled keys
	LandmarkBias []float64 // [B C Hq]: entropy of the pooling weights
	Picks        []int     // [B L Hk K]: oldest first, -1 in empty slots, which come last
	PickedScores []float64 // [B L Hq K]: bias included, -Inf in empty slots
	Weights      []float64 // [B L Hq K+1]: of the picks, then of the window
	Out          []float64 // [B L Hq D]
}

// Visible is the number of chunks that the token at position t sees: those that end before the window, (c+1)S ≤ t-W+1.
func (s HiLSSpec) Visible(t int) int { return min(s.chunks(), max(0, t-s.Window+1)/s.Chunk) }

func (s HiLSSpec) chunks() int { return s.Length / s.Chunk }
func (s HiLSSpec) group() int  { return s.Heads / s.KVHeads }
func (s HiLSSpec) groups() int { return s.Batch * s.KVHeads }

// visibility is 1 where the chunk is visible and 0 elsewhere, [L C].
func (s HiLSSpec) visibility() []float32 {
	mask := make([]float32, s.Length*s.chunks())
	for t := range s.Length {
		for c := range s.Visible(t) {
			mask[t*s.chunks()+c] = 1
		}
	}
	return mask
}

func (s HiLSSpec) validate() error {
	if min(s.Batch, s.Length, s.Heads, s.KVHeads, s.HeadDim, s.Window, s.TopK) <= 0 || s.Chunk < 2 {
		return fmt.Errorf("hils: sizes must be positive, and Chunk at least 2, got %+v", s)
	}
	if s.Length%s.Chunk != 0 || s.Heads%s.KVHeads != 0 {
		return fmt.Errorf("hils: Length must be a multiple of Chunk, and Heads of KVHeads, got %+v", s)
	}
	return nil
}

// HiLSOperator runs the operator on a backend. It is compiled when it is first run.
type HiLSOperator struct {
	spec HiLSSpec
	exec *Exec
}

// NewHiLSOperator checks the sizes.
func NewHiLSOperator(backend compute.Backend, s HiLSSpec) (*HiLSOperator, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	o := &HiLSOperator{spec: s}
	var err error
	o.exec, err = NewExec(backend, o.graph)
	return o, err
}

// graph takes the inputs and dout; it gives the parts and the gradients of Σ out·dout.
func (o *HiLSOperator) graph(in []*Node) []*Node {
	p := hilsGraph{o.spec}.build(in[0], in[1], in[2], in[3], in[4], in[5])
	grads := Gradient(ReduceAllSum(Mul(p.out, in[6])), in[:6]...)
	return append([]*Node{p.landmarkKeys, p.landmarkBias, p.scores, p.picked, p.weights, p.out}, grads...)
}

// Run computes the operator and the gradients of Σ out·dout, dout being [B L Hq D]; the choice of chunks has none. Inputs
// are narrowed to float32. It errs where a size does not fit.
func (o *HiLSOperator) Run(in HiLSInputs, dout []float64) (HiLSResult, HiLSInputs, error) {
	s := o.spec
	query, key := s.Heads*s.HeadDim, s.KVHeads*s.HeadDim
	var args []any
	for _, x := range []struct {
		name  string
		flat  []float64
		width int
	}{
		{"RetrievalQueries", in.RetrievalQueries, query}, {"Q", in.Q, query}, {"K", in.K, key}, {"V", in.V, key},
		{"WindowOut", in.WindowOut, query}, {"WindowLSE", in.WindowLSE, s.Heads}, {"dout", dout, query},
	} {
		if want := s.Batch * s.Length * x.width; len(x.flat) != want {
			return HiLSResult{}, HiLSInputs{}, fmt.Errorf("hils: %s has %d values, want %d", x.name, len(x.flat), want)
		}
		args = append(args, narrowTensor(x.flat, s.Batch, s.Length, x.width))
	}
	out, err := o.exec.Call(args...)
	if err != nil {
		return HiLSResult{}, HiLSInputs{}, fmt.Errorf("hils: %w", err)
	}
	flat := make([][]float64, len(out))
	for i, t := range out {
		if flat[i], err = wideFlat(t); err != nil {
			return HiLSResult{}, HiLSInputs{}, err
		}
	}
	g := flat[6:]
	return s.result(flat), HiLSInputs{RetrievalQueries: g[0], Q: g[1], K: g[2], V: g[3], WindowOut: g[4], WindowLSE: g[5]}, nil
}

// Close frees the compiled graph.
func (o *HiLSOperator) Close() { o.exec.Finalize() }
