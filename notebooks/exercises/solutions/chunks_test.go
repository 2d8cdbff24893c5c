package solutions

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/notebooks/exercises"
)

func TestChunks(t *testing.T) {
	e := exercises.VisibleChunks
	passes(t, e, VisibleChunks())
	fails(t, e, "stands in", 4)
	fails(t, e, "whole or not at all", 3.125)
	fails(t, e, "so it counts", 2)
	fails(t, e, "How many chunks are they", 192)
	fails(t, e, "once it is complete", 17)

	score := exercises.ScoreByHand
	passes(t, score, ScoreByHand())
	fails(t, score, "That is the product", 8)
	fails(t, score, "root of it", 2)
	fails(t, score, "cosine", 8/(3*math.Sqrt(51)))
	fails(t, score, "Mind the sign", 6)
	fails(t, score, "q·landmark/√R", 17)

	best := exercises.BestTwo
	passes(t, best, BestTwo())
	fails(t, best, "Two chunks", []int{1})
	fails(t, best, "does not see them", []int{4, 3})
	fails(t, best, "oldest first", []int{0, 1})
	fails(t, best, "two newest", []int{2, 1})
	fails(t, best, "does the token see", []int{9, 8})
}

func TestTopK(t *testing.T) {
	e := exercises.TopK
	reversed := func(picks []int) []int { slices.Reverse(picks); return picks }
	passes(t, e, TopK)
	fails(t, e, "newest k", func(s []float64, k int) []int {
		var picks []int
		for c := len(s) - 1; c >= max(0, len(s)-k); c-- {
			picks = append(picks, c)
		}
		return picks
	})
	fails(t, e, "best score first", func(s []float64, k int) []int {
		picks := reversed(TopK(s, k))
		slices.SortStableFunc(picks, func(a, b int) int { return cmp.Compare(s[b], s[a]) })
		return picks
	})
	fails(t, e, "oldest first", func(s []float64, k int) []int { return reversed(TopK(s, k)) })
	fails(t, e, "OLDER", func(s []float64, k int) []int {
		turned := slices.Clone(s)
		slices.Reverse(turned)
		picks := reversed(TopK(turned, k))
		for i := range picks {
			picks[i] = len(s) - 1 - picks[i]
		}
		return picks
	})
	fails(t, e, "at least k chunks", func(s []float64, k int) []int {
		if len(s) < k {
			return nil
		}
		return TopK(s, k)
	})
	fails(t, e, "stopped with", func(s []float64, k int) []int { return TopK(s, k)[:k:k] })
	fails(t, e, "0, 1, 2", func([]float64, int) []int { return []int{42} })
}
