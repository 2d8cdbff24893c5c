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
	queries   *Node // [B·Hr T R'], scaled by 1/sqrt(R); R' is LandmarkHead
	landmarks *Node // [B·Hr n·C R'], n landmarks a chunk
	scores    *Node // [B·Hr T C], not masked
	visible   *Node // [B·Hr T C], 1 or 0
	picked    *Node // [B·Hr T C], 1 or 0
	picks     *Node // [B·Hr T K] int32 chunk of each pick, best first; only where K is bounded
	weights   *Node // [B·Hr T C], 0 where not picked
}

// picking says among which chunks a retrieval picks, and how.
type picking struct {
	visible *Node // 1 where a token may see a chunk, 0 elsewhere [B·Hr T C]
	topK    int   // chunks a token picks; 0 means all visible ones
	noise   *Node // added to the scores for the ranking alone [B·Hr T C]; nil for none
	forced  []int // chunks that are picked before all others, the oldest first
}

// retrieve scores the chunks for each token of x [B T dim], picks among them and weighs what it picked (section 3.3,
// Eq. 1). The choice has no gradient; the weights do.
func (b *builder) retrieve(x *Node, mem memory, name string, p picking) retrieval {
	return b.selectChunks(b.retrievalQueries(x, name), b.groupLandmarks(mem.landmarks, name), name, p)
}

// selectChunks is retrieve behind its projections: queries [B·Hr T R'], scaled, of every token, the first of them being
// the first of its block, and landmarks [B·Hr n·C R'].
func (b *builder) selectChunks(queries, landmarks *Node, name string, p picking) retrieval {
	queries = b.byLeader(queries)
	r := retrieval{queries: queries, landmarks: landmarks, visible: p.visible, picked: p.visible}
	r.scores = b.bestLandmark(matmulT(queries, landmarks))
	if p.topK > 0 {
		ranked := r.scores
		if p.noise != nil {
			ranked = Add(ranked, p.noise)
		}
		ranked = forceRank(ranked, p.forced)
		r.picked, r.picks = topChunks(ranked, p.visible, min(p.topK, ranked.Shape().Dimensions[2]))
	}
	r.weights = b.chunkWeights(r.scores, r.picked, name)
	return r
}

// byLeader gives every token of x [N T width] the row of the first token of its block of TokensPerRetrieval. The first
// token of x must begin a block.
func (b *builder) byLeader(x *Node) *Node {
	n := max(1, b.cfg.TokensPerRetrieval)
	if n == 1 {
		return x
	}
	dims := x.Shape().Dimensions
	blocks := (dims[1] + n - 1) / n
	x = Reshape(padTokens(x, blocks*n), dims[0]*blocks, n, dims[2])
	x = BroadcastToDims(sliceTokens(x, 0, 1), dims[0]*blocks, n, dims[2])
	return sliceTokens(Reshape(x, dims[0], blocks*n, dims[2]), 0, dims[1])
}

// bestLandmark turns the scores of n landmarks a chunk [… n·C] into those of the chunks [… C]: the best one counts.
func (b *builder) bestLandmark(scores *Node) *Node {
	n, last := b.cfg.CLSTokens, scores.Rank()-1
	if n <= 1 {
		return scores
	}
	chunks := scores.Shape().Dimensions[last] / n
	best := SliceAxis(scores, last, AxisRange(0, chunks))
	for i := 1; i < n; i++ {
		best = Max(best, SliceAxis(scores, last, AxisRange(i*chunks, (i+1)*chunks)))
	}
	return best
}

// retrievalQueries is [B·Hr T R']; the scale 1/sqrt(R) of the scores is already in it. With EntropyBias a 1 stands
// behind each query, so that its product with a landmark adds the bias behind the landmark.
func (b *builder) retrievalQueries(x *Node, name string) *Node {
	heads := b.cfg.RetrievalHeads()
	size := b.cfg.RetrievalDim / heads
	scale := 1 / math.Sqrt(float64(size))
	x = b.rmsNorm(x, name+".norm", epsInner)
	var u *Node
	if b.cfg.LandmarkNorm {
		u = MulScalar(b.headNorm(b.linear(x, name+".q_proj"), name+".query_norm", size, epsInner), scale)
	} else {
		u = b.scaled(x, name+".q_proj", scale)
	}
	u = groupKeys(u, heads, size)
	if !b.cfg.EntropyBias {
		return u
	}
	dims := u.Shape().Dimensions
	return Concatenate([]*Node{u, filled(u.Graph(), 1, dims[0], dims[1], 1)}, 2)
}

// groupLandmarks turns landmarks [B C n·Hr·R'] into [B·Hr n·C R'], landmark i of chunk c in row i·C + c. With
// LandmarkNorm each group normalizes the raw landmarks.
func (b *builder) groupLandmarks(landmarks *Node, name string) *Node {
	heads, size, n := b.cfg.RetrievalHeads(), b.cfg.LandmarkHead(), max(1, b.cfg.CLSTokens)
	if b.cfg.LandmarkNorm {
		landmarks = b.headNorm(landmarks, name+".landmark_norm", size, epsInner)
	}
	if n > 1 {
		dims := landmarks.Shape().Dimensions
		landmarks = Transpose(Reshape(landmarks, dims[0], dims[1], n, heads*size), 1, 2)
		landmarks = Reshape(landmarks, dims[0], n*dims[1], heads*size)
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
