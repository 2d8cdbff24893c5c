package hsatest

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// Draw gives a number in lo..hi. Seeded is a source of such numbers; a property-testing library is another, which then
// finds the smallest failing problem.
type Draw func(lo, hi int, label string) int

// Seeded draws from a generator with that seed.
func Seeded(seed uint64) Draw {
	rng := rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))
	return func(lo, hi int, _ string) int { return lo + rng.IntN(hi-lo+1) }
}

// Problem is an operator with inputs.
type Problem struct {
	Spec oracle.Spec
	In   oracle.Inputs
	Dout []float64 // gradients are those of Σ out·dout
}

// String shows the shape.
func (p Problem) String() string { return fmt.Sprintf("%+v", p.Spec) }

// ScoreKind says how scores are drawn.
type ScoreKind int

// The kinds of scores.
const (
	NormalScores ScoreKind = iota
	TiedScores             // landmarks come twice and more, and scores are exact in any precision
	LargeScores            // up to 60 and beyond
	scoreKinds
)

// minGap is the gap (oracle.Spec.Gap) that generated problems keep between the last pick and the first chunk that was
// not picked, so that float32 and float64 pick the same.
const minGap = 1e-4

// AnyProblem draws a problem: grouped heads, one pick, more picks than chunks, all of them, one chunk, a ragged last
// chunk, a tail of the text, shared retrievals, head sizes that are no powers of two, ties, large scores. One problem in
// sixteen is longer than the tables of the dispatch form.
func AnyProblem(draw Draw) Problem {
	yes := func(label string) bool { return draw(0, 1, label) == 1 }
	s := oracle.Spec{
		Batch: draw(1, 2, "batch"), MemoryHeads: draw(1, 3, "memory heads"), Chunk: draw(1, 6, "chunk"), Chunks: draw(1, 7, "chunks"),
		HeadDim: draw(1, 7, "head size"), RetrievalDim: draw(1, 5, "retrieval size"), TopK: draw(0, 9, "K"),
		TokensPerRetrieval: max(1, draw(-3, 3, "tokens a retrieval")), OffByOne: yes("off by one"),
		Weighting: oracle.Weightings[draw(0, len(oracle.Weightings)-1, "weighting")],
	}
	if draw(0, 15, "long") == 15 {
		s.Batch, s.Chunk, s.Chunks = 1, draw(6, 16, "long chunk"), draw(30, 40, "many chunks")
	}
	s.Heads = s.MemoryHeads * draw(1, 3, "queries a memory head")
	s.RetrievalHeads = s.MemoryHeads
	if yes("single retrieval head") {
		s.RetrievalHeads = 1
	}
	if yes("hide window") {
		s.HideWindow = s.Chunk + draw(0, 4, "window beyond chunk")
	}
	s.RankDecay = s.Weighting == oracle.Softmax && yes("rank decay")
	total := s.Chunks*s.Chunk + draw(0, s.Chunk-1, "ragged")
	s.First = draw(0, total-1, "first") / s.TokensPerRetrieval * s.TokensPerRetrieval
	s.Length = total - s.First
	return Fill(s, ScoreKind(draw(0, int(scoreKinds)-1, "scores")), uint64(draw(0, math.MaxInt32, "seed")))
}

// Fill draws the inputs of an operator; they are exact in float32.
func Fill(s oracle.Spec, kind ScoreKind, seed uint64) Problem {
	if kind == TiedScores {
		s.RetrievalDim = 4 // its square root is exact
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	context, memory := s.Batch*s.Length*s.Heads*s.HeadDim, s.Batch*s.Chunks*s.Chunk*s.MemoryHeads*s.HeadDim
	p := Problem{Spec: s, Dout: normals(rng, context), In: oracle.Inputs{
		RetrievalQueries: normals(rng, s.Batch*s.Length*s.RetrievalHeads*s.RetrievalDim),
		Landmarks:        normals(rng, s.Batch*s.Chunks*s.RetrievalHeads*s.RetrievalDim),
		Q:                normals(rng, context), K: normals(rng, memory), V: normals(rng, memory),
	}}
	if s.RankDecay {
		p.In.RankDecay = -0.25
	}
	switch kind {
	case TiedScores:
		quarters(p.In.RetrievalQueries, 4)
		quarters(p.In.Landmarks, 1)
		return p
	case LargeScores:
		for i := range p.In.Landmarks {
			p.In.Landmarks[i] *= 32
		}
	}
	p.separate(rng)
	return p
}

// quarters rounds to multiples of 1/steps: sums of a few products of such numbers are exact, and many are equal.
func quarters(x []float64, steps float64) {
	for i := range x {
		x[i] = math.Round(x[i]*steps) / steps
	}
}

// separate draws retrieval queries again until no choice is close.
func (p *Problem) separate(rng *rand.Rand) {
	s := p.Spec
	for b := range s.Batch {
		for t := range s.Length {
			for h := range s.RetrievalHeads {
				at := ((b*s.Length+t)*s.RetrievalHeads + h) * s.RetrievalDim
				for range 100 {
					if s.Asks(t) != t || s.Gap(p.In, b, t, h) > minGap {
						break
					}
					copy(p.In.RetrievalQueries[at:at+s.RetrievalDim], normals(rng, s.RetrievalDim))
				}
			}
		}
	}
}

// close says whether a choice of the problem is so close that a small change would make it otherwise.
func (p Problem) close() bool {
	for b := range p.Spec.Batch {
		for t := range p.Spec.Length {
			for h := range p.Spec.RetrievalHeads {
				if p.Spec.Gap(p.In, b, t, h) < minGap {
					return true
				}
			}
		}
	}
	return false
}

func normals(rng *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(float32(rng.NormFloat64()))
	}
	return x
}
