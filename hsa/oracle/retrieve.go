package oracle

import (
	"cmp"
	"math"
	"slices"
)

// Visible is the number of chunks that the token at position t sees: chunks 0..Visible-1. A chunk is visible once
// it is complete, (c+1)S ≤ t, so that the chunk of t itself never is; with HideWindow it must also begin at or
// before t-W, cS ≤ t-W.
func (s Spec) Visible(t int) int {
	if s.HideWindow > 0 {
		return min(s.Chunks, max(0, (t-s.HideWindow+s.Chunk)/s.Chunk))
	}
	return min(s.Chunks, t/s.Chunk)
}

// Asks is the row of the token whose retrieval serves row t: the first of its block.
func (s Spec) Asks(t int) int { return t - (s.First+t)%s.TokensPerRetrieval }

// Scores are q·landmark/√R over all chunks: q [R], one landmark of [R] a chunk.
func Scores(q []float64, landmarks [][]float64) []float64 {
	out := make([]float64, len(landmarks))
	for c, landmark := range landmarks {
		out[c] = dot(q, landmark) / math.Sqrt(float64(len(q)))
	}
	return out
}

// Pick returns the k chunks with the largest scores, newest first; k = 0 picks all. Of equal scores the older
// chunk wins, or the newer one if newerWins.
func Pick(scores []float64, k int, newerWins bool) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	if newerWins {
		slices.Reverse(order)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	if k > 0 {
		order = order[:min(k, len(order))]
	}
	slices.Sort(order)
	slices.Reverse(order)
	return order
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// axpy is y += a·x.
func axpy(y []float64, a float64, x []float64) {
	for i := range y {
		y[i] += a * x[i]
	}
}
