package hsa

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// retrieval is what one group of the model scored and picked, in chunk space: Hr retrieval heads, all chunks.
type retrieval struct {
	queries   *Node // [B·Hr T R], scaled by 1/sqrt(R)
	landmarks *Node // [B·Hr C R]
	scores    *Node // [B·Hr T C], not masked
	visible   *Node // [B·Hr T C], 1 or 0
	picked    *Node // [B·Hr T C], 1 or 0
	picks     *Node // [B·Hr T K] int32 chunk of each pick, best first; only where K is bounded
	weights   *Node // [B·Hr T C], 0 where not picked
}

// retrieve scores the chunks for each token of x [B T dim], picks topK of the visible ones (0: all) and weighs them
// (section 3.3, Eq. 1). visible is 1 where a token may see a chunk, 0 elsewhere [B·Hr T C]. The choice has no
// gradient; the weights do.
func (b *builder) retrieve(x *Node, mem memory, name string, visible *Node, topK int) retrieval {
	return b.selectChunks(b.retrievalQueries(x, name), b.groupLandmarks(mem.landmarks, name), visible, name, topK)
}

// selectChunks is retrieve behind its projections: the same from queries [B·Hr T R], scaled, and landmarks [B·Hr C R].
func (b *builder) selectChunks(queries, landmarks, visible *Node, name string, topK int) retrieval {
	r := retrieval{queries: queries, landmarks: landmarks, scores: matmulT(queries, landmarks), visible: visible, picked: visible}
	if topK > 0 {
		r.picked, r.picks = topChunks(r.scores, visible, min(topK, landmarks.Shape().Dimensions[1]))
	}
	r.weights = b.chunkWeights(r.scores, r.picked, name)
	return r
}

// retrievalQueries is [B·Hr T R]; the scale 1/sqrt(R) of the scores is already in it.
func (b *builder) retrievalQueries(x *Node, name string) *Node {
	heads := b.cfg.RetrievalHeads()
	size := b.cfg.RetrievalDim / heads
	scale := 1 / math.Sqrt(float64(size))
	x = b.rmsNorm(x, name+".norm", epsInner)
	if !b.cfg.LandmarkNorm {
		return groupKeys(b.scaled(x, name+".q_proj", scale), heads, size)
	}
	u := b.headNorm(b.linear(x, name+".q_proj"), name+".query_norm", size, epsInner)
	return groupKeys(MulScalar(u, scale), heads, size)
}

// groupLandmarks is [B·Hr C R]. With LandmarkNorm each group normalizes the raw landmarks.
func (b *builder) groupLandmarks(landmarks *Node, name string) *Node {
	heads := b.cfg.RetrievalHeads()
	size := b.cfg.RetrievalDim / heads
	if b.cfg.LandmarkNorm {
		landmarks = b.headNorm(landmarks, name+".landmark_norm", size, epsInner)
	}
	return groupKeys(landmarks, heads, size)
}

// topChunks marks the k visible chunks with the largest scores [N T C]; of equal scores the older chunk wins.
// It is k passes of arg-max, which the Go backend runs a thousand times faster than a sort.
func topChunks(scores, visible *Node, k int) (picked, picks *Node) {
	g := scores.Graph()
	dims := scores.Shape().Dimensions
	left := StopGradient(Add(scores, MulScalar(AddScalar(visible, -1), -masked)))
	index := Iota(g, shapes.Make(dtypes.Int32, dims...), 2)
	none := filled(g, 2*masked, dims...)
	picked = ZerosLike(left)
	var each []*Node
	for range k {
		best := InsertAxes(ArgMax(left, 2, dtypes.Int32), -1)
		hit := Equal(index, best)
		picked = Add(picked, ConvertDType(hit, dtypes.Float32))
		left = Where(hit, none, left)
		each = append(each, best)
	}
	return Mul(picked, visible), Concatenate(each, 2)
}

// softplus is log(1+exp(x)) up to 15 and exactly x above, as the reference has it.
func softplus(x *Node) *Node {
	const linearAbove = 15
	limit := filled(x.Graph(), linearAbove, x.Shape().Dimensions...)
	linear := GreaterThan(x, limit)
	return Where(linear, x, Log1P(Exp(Where(linear, limit, x))))
}

// matmulConst is x [N T C] times a constant [C C].
func matmulConst(x *Node, table *tensors.Tensor) *Node {
	dims := x.Shape().Dimensions
	rows := Reshape(x, dims[0]*dims[1], dims[2])
	return Reshape(matmul(rows, Const(x.Graph(), table)), dims...)
}

// after is M with (x M)[i] = Σ_{j>i} x[j].
func after(n int) *tensors.Tensor { return triangle(n, func(j, i int) bool { return j > i }) }

// before is M with (M x)[i] = Σ_{j<i} x[j] for a column x.
func before(n int) *tensors.Tensor { return triangle(n, func(i, j int) bool { return j < i }) }

// upTo is M with (x M)[i] = Σ_{j≤i} x[j].
func upTo(n int) *tensors.Tensor { return triangle(n, func(j, i int) bool { return j <= i }) }

func triangle(n int, one func(row, column int) bool) *tensors.Tensor {
	flat := make([]float32, n*n)
	for i := range n {
		for j := range n {
			if one(i, j) {
				flat[i*n+j] = 1
			}
		}
	}
	return tensors.FromFlatDataAndDimensions(flat, n, n)
}
