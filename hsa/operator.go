package hsa

import (
	"fmt"
	"math"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// Operator is hierarchical sparse attention alone, without the projections around it: scores, visibility, top-K, chunk
// weights (Eq. 1) and attention inside the picked chunks (Eq. 2), between given queries and a given chunk memory. Every
// form computes the same; package oracle has the definition.
type Operator interface {
	// Run computes the values and, where dout [B L Hq D] is not nil, the gradients of Σ out·dout; that of the chunk
	// weights is left out. Inputs are narrowed to float32. It errs where a size does not fit.
	Run(in oracle.Inputs, dout []float64) (oracle.Result, oracle.Gradients, error)
	// Close frees the compiled graphs.
	Close()
}

// NewOperator returns the operator in one of the three forms on a backend. Each of its two graphs, with gradients and
// without, is compiled when it is first run.
func NewOperator(backend compute.Backend, s oracle.Spec, form Form) (Operator, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	if !form.valid() {
		return nil, fmt.Errorf("operator: unknown form %q; there is: dense, dispatch, gather", form)
	}
	return newGraphOperator(backend, s, func(b *builder, q *Node, mem memory, r retrieval) *Node {
		return b.attend(q, mem, r, form)
	})
}

// attendFunc computes the context of q [N L·G D], N = B·Hm, from the memory and what was picked.
type attendFunc func(b *builder, q *Node, mem memory, r retrieval) *Node

// graphOperator builds the operator from the functions that the model is built from.
type graphOperator struct {
	spec              oracle.Spec
	cfg               Config // only what the operator reads: heads, sizes, switches
	attend            attendFunc
	forward, backward *Exec
}

func newGraphOperator(backend compute.Backend, s oracle.Spec, attend attendFunc) (*graphOperator, error) {
	o := &graphOperator{spec: s, cfg: operatorConfig(s), attend: attend}
	var err error
	if o.forward, err = NewExec(backend, func(in []*Node) []*Node { return o.values(in) }); err != nil {
		return nil, err
	}
	if o.backward, err = NewExec(backend, o.gradients); err != nil {
		return nil, err
	}
	return o, nil
}

// operatorConfig is the part of a Config that the operator reads.
func operatorConfig(s oracle.Spec) Config {
	return Config{
		Dim: s.Heads * s.HeadDim, Heads: s.Heads, MemoryKVHeads: s.MemoryHeads, Chunk: s.Chunk,
		RetrievalDim: s.RetrievalHeads * s.RetrievalDim, SingleHeadRetrieval: s.RetrievalHeads < s.MemoryHeads,
		TopK: s.TopK, TokensPerRetrieval: s.TokensPerRetrieval, Weighting: Weighting(s.Weighting), RankDecay: s.RankDecay,
		OffByOne: s.OffByOne, Window: s.HideWindow, HideWindowChunks: s.HideWindow > 0, FarPositions: NoPositions,
	}
}

// values is the operator's graph: scores, picked, weights and output.
func (o *graphOperator) values(in []*Node) []*Node {
	b := &builder{cfg: o.cfg, p: params{"operator.rank_decay": in[5]}}
	r := o.retrieve(b, in[0], in[1])
	size, kv := o.spec.HeadDim, o.spec.MemoryHeads
	q := groupQueries(MulScalar(in[2], 1/math.Sqrt(float64(size))), kv, size)
	context := o.attend(b, q, memory{landmarks: in[1], k: in[3], v: in[4]}, r)
	out := ungroup(context, o.spec.Batch, o.spec.Length, kv, o.spec.Heads/kv, size)
	return []*Node{r.scores, r.picked, r.weights, out}
}

// gradients is values, and the gradients of Σ out·dout by the six inputs; dout is the seventh.
func (o *graphOperator) gradients(in []*Node) []*Node {
	values := o.values(in)
	wrt := in[:5]
	if o.spec.RankDecay {
		wrt = in[:6]
	}
	return append(values, Gradient(ReduceAllSum(Mul(values[3], in[6])), wrt...)...)
}

// retrieve is builder.retrieve from given queries and landmarks [B L Hr·R], [B C Hr·R].
func (o *graphOperator) retrieve(b *builder, rq, landmarks *Node) retrieval {
	s := o.spec
	queries := groupKeys(MulScalar(rq, 1/math.Sqrt(float64(s.RetrievalDim))), s.RetrievalHeads, s.RetrievalDim)
	landmarks = groupKeys(landmarks, s.RetrievalHeads, s.RetrievalDim)
	visible := repeated(rq.Graph(), o.cfg.visibility(s.First, s.Length, s.Chunks), s.Batch*s.RetrievalHeads, s.Length, s.Chunks)
	r := b.selectChunks(queries, landmarks, "operator", picking{visible: visible, topK: s.TopK})
	if s.NewerWinsTies && s.TopK > 0 {
		r.picked, r.picks = newerTopChunks(r.scores, visible, s.Slots())
		r.weights = b.chunkWeights(r.scores, r.picked, "operator")
	}
	return r
}

// newerTopChunks is topChunks with the other tie rule: of equal scores the newer chunk wins.
func newerTopChunks(scores, visible *Node, k int) (picked, picks *Node) {
	picked, picks = topChunks(Reverse(scores, 2), Reverse(visible, 2), k)
	chunks := scores.Shape().Dimensions[2]
	return Reverse(picked, 2), Sub(filledInt(picks.Graph(), chunks-1, picks.Shape().Dimensions...), picks)
}

// Run implements Operator.
func (o *graphOperator) Run(in oracle.Inputs, dout []float64) (oracle.Result, oracle.Gradients, error) {
	if err := o.spec.Check(in, dout); err != nil {
		return oracle.Result{}, oracle.Gradients{}, err
	}
	exec, args := o.forward, o.tensors(in)
	if dout != nil {
		exec = o.backward
		args = append(args, narrowTensor(dout, o.spec.Batch, o.spec.Length, o.cfg.Dim))
	}
	out, err := exec.Call(args...)
	if err != nil {
		return oracle.Result{}, oracle.Gradients{}, fmt.Errorf("operator: %w", err)
	}
	flat := make([][]float64, len(out))
	for i, t := range out {
		if flat[i], err = wideFlat(t); err != nil {
			return oracle.Result{}, oracle.Gradients{}, err
		}
	}
	return o.result(flat), o.inputGradients(flat[4:]), nil
}

func (o *graphOperator) tensors(in oracle.Inputs) []any {
	s, width := o.spec, o.spec.MemoryHeads*o.spec.HeadDim
	return []any{
		narrowTensor(in.RetrievalQueries, s.Batch, s.Length, o.cfg.RetrievalDim),
		narrowTensor(in.Landmarks, s.Batch, s.Chunks, o.cfg.RetrievalDim),
		narrowTensor(in.Q, s.Batch, s.Length, o.cfg.Dim),
		narrowTensor(in.K, s.Batch, s.Chunks, s.Chunk, width),
		narrowTensor(in.V, s.Batch, s.Chunks, s.Chunk, width),
		narrowTensor([]float64{in.RankDecay}, 1),
	}
}

func (o *graphOperator) inputGradients(flat [][]float64) oracle.Gradients {
	if len(flat) == 0 {
		return oracle.Gradients{}
	}
	g := oracle.Gradients{Inputs: oracle.Inputs{RetrievalQueries: flat[0], Landmarks: flat[1], Q: flat[2], K: flat[3], V: flat[4]}}
	if len(flat) > 5 {
		g.RankDecay = flat[5][0]
	}
	return g
}

// Close implements Operator.
func (o *graphOperator) Close() {
	o.forward.Finalize()
	o.backward.Finalize()
}

func narrowTensor(x []float64, dims ...int) *tensors.Tensor {
	flat := make([]float32, len(x))
	for i, v := range x {
		flat[i] = float32(v)
	}
	return tensors.FromFlatDataAndDimensions(flat, dims...)
}

func wideFlat(t *tensors.Tensor) ([]float64, error) {
	flat, err := tensors.CopyFlatData[float32](t)
	t.FinalizeAll()
	wide := make([]float64, len(flat))
	for i, v := range flat {
		wide[i] = float64(v)
	}
	return wide, err
}
