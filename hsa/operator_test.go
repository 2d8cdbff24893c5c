package hsa

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// operatorCase is retrieval and attention alone (Eq. 1 and 2), between given queries and a given chunk memory.
type operatorCase struct {
	cfg                    Config // only what the operator reads: heads, sizes, switches
	batch, length, chunks  int
	topK                   int
	rankDecay              float32
	rq, landmarks, q, k, v []float32 // [B L Hr·R] [B C Hr·R] [B L Hq·D] [B C·S Hm·D]
	dout                   []float32 // [B L Hq·D]: gradients are those of Σ out·dout
	first                  int       // position of the first of the L tokens
	attend                 attendFunc
	visible                func(t int) int // Config.Visible, or a fault
}

func attendBy(form Form) attendFunc {
	return func(b *builder, q *Node, mem memory, r retrieval) *Node { return b.attend(q, mem, r, form) }
}

// operatorResult is everything the operator computes. Gradients are in the order rq, landmarks, q, k, v and, with
// rank decay, its scalar.
type operatorResult struct {
	scores, picked, weights []float32 // [B·Hr L C]
	out                     []float32 // [B L Hq·D]
	grads                   [][]float32
	landmarks               float64 // the largest entry of the landmarks, which multiplies the rounding of d_rq
}

var gradNames = []string{"d_rq", "d_landmarks", "d_q", "d_k", "d_v", "d_rank_decay"}

func (o operatorCase) run(t testing.TB) operatorResult {
	t.Helper()
	exec := MustNewExec(testBackend(t), o.graph)
	defer exec.Finalize()
	var args []any
	for _, in := range o.inputs() {
		args = append(args, tensors.FromFlatDataAndDimensions(in.flat, in.dims...))
	}
	out := exec.MustCall(args...)
	var flat [][]float32
	for _, x := range out {
		flat = append(flat, tensors.MustCopyFlatData[float32](x))
	}
	return operatorResult{scores: flat[0], picked: flat[1], weights: flat[2], out: flat[3], grads: flat[4:], landmarks: largest(o.landmarks)}
}

type operatorInput struct {
	flat []float32
	dims []int
}

func (o operatorCase) inputs() []operatorInput {
	c := o.cfg
	width := c.MemoryKVHeads * c.HeadDim()
	return []operatorInput{
		{o.rq, []int{o.batch, o.length, c.RetrievalDim}},
		{o.landmarks, []int{o.batch, o.chunks, c.RetrievalDim}},
		{o.q, []int{o.batch, o.length, c.Dim}},
		{o.k, []int{o.batch, o.chunks, c.Chunk, width}},
		{o.v, []int{o.batch, o.chunks, c.Chunk, width}},
		{[]float32{o.rankDecay}, []int{1}},
		{o.dout, []int{o.batch, o.length, c.Dim}},
	}
}

func (o operatorCase) graph(in []*Node) []*Node {
	b := &builder{cfg: o.cfg, p: params{"x.rank_decay": in[5]}}
	r := o.retrieve(b, in[0], in[1])
	size, kv := o.cfg.HeadDim(), o.cfg.MemoryKVHeads
	q := groupQueries(MulScalar(in[2], 1/math.Sqrt(float64(size))), kv, size)
	context := o.attend(b, q, memory{landmarks: in[1], k: in[3], v: in[4]}, r)
	out := ungroup(context, o.batch, o.length, kv, o.cfg.Heads/kv, size)
	wrt := in[:5]
	if o.cfg.RankDecay {
		wrt = in[:6]
	}
	grads := Gradient(ReduceAllSum(Mul(out, in[6])), wrt...)
	return append([]*Node{r.scores, r.picked, r.weights, out}, grads...)
}

// retrieve is builder.retrieve behind its projections.
func (o operatorCase) retrieve(b *builder, rq, landmarks *Node) retrieval {
	heads := o.cfg.RetrievalHeads()
	size := o.cfg.RetrievalDim / heads
	queries := groupKeys(MulScalar(rq, 1/math.Sqrt(float64(size))), heads, size)
	r := retrieval{queries: queries, landmarks: groupKeys(landmarks, heads, size)}
	r.scores = matmulT(r.queries, r.landmarks)
	r.visible = repeated(rq.Graph(), o.visibility(), o.batch*heads, o.length, o.chunks)
	r.picked = r.visible
	if o.topK > 0 {
		r.picked, r.picks = topChunks(r.scores, r.visible, min(o.topK, o.chunks))
	}
	r.weights = b.chunkWeights(r.scores, r.picked, "x")
	return r
}

func (o operatorCase) visibility() []float32 {
	if o.visible == nil {
		return o.cfg.visibility(o.first, o.length, o.chunks)
	}
	mask := make([]float32, o.length*o.chunks)
	for t := range o.length {
		for c := range min(o.visible(o.first+t), o.chunks) {
			mask[t*o.chunks+c] = 1
		}
	}
	return mask
}

// differences lists what differs between two results by more than tolerance, relative to the scale of its rounding:
// its largest entry, where that is above 1.
func (r operatorResult) differences(other operatorResult, tolerance float64) map[string]float64 {
	found := map[string]float64{}
	compare := func(name string, scale float64, a, b []float32) {
		if d := maxDiff(a, b) / max(1, scale, largest(a)); !(d <= tolerance) {
			found[name] = d
		}
	}
	compare("out", 1, r.out, other.out)
	for i := range r.grads {
		scale := 1.0
		if gradNames[i] == "d_rq" {
			scale = r.landmarks
		}
		compare(gradNames[i], scale, r.grads[i], other.grads[i])
	}
	return found
}
