package viz

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// RankCorrelation returns Spearman's rank correlation of x and y, equal values
// sharing their mean rank: 1 where one rises with the other, -1 where it falls.
// Pairs with a NaN are left out. It is NaN for fewer than two pairs, or where
// all x or all y are equal. x and y must be equally long.
func RankCorrelation(x, y []float64) float64 {
	ps := PointGroup{X: x, Y: y}.pairs()
	a, b := make([]float64, len(ps)), make([]float64, len(ps))
	for i, p := range ps {
		a[i], b[i] = p.x, p.y
	}
	if len(ps) < 2 {
		return math.NaN()
	}
	return stat.Correlation(ranks(a), ranks(b), nil)
}

// ranks returns the rank of each value, from 0, ties at their mean.
func ranks(xs []float64) []float64 {
	order := make([]int, len(xs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case xs[i] < xs[j]:
			return -1
		case xs[i] > xs[j]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(xs))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && xs[order[to]] == xs[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+to-1) / 2
		}
		from = to
	}
	return out
}
