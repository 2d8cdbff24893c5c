package pooling

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// A Landmark scores its chunk for a query by q·Vector + Bias.
type Landmark struct {
	Vector []float64
	Bias   float64
}

// Score is what the landmark makes of a query.
func (l Landmark) Score(q []float64) float64 { return floats.Dot(q, l.Vector) + l.Bias }

// LogMass is log Σ_j exp(q·k_j): the attention that the keys of a chunk get together, before it is shared out.
func LogMass(q []float64, keys [][]float64) float64 { return floats.LogSumExp(products(q, keys)) }

func products(q []float64, keys [][]float64) []float64 {
	dots := make([]float64, len(keys))
	for j, k := range keys {
		dots[j] = floats.Dot(q, k)
	}
	return dots
}

// Tangent is the landmark that scores the query at, and queries near it, as the log mass does: the keys pooled by the
// attention that at gives them, and the entropy of that attention as bias. Since the log mass is convex in the query, the
// score is nowhere above it (HiLS, arXiv 2607.02980).
func Tangent(keys [][]float64, at []float64) Landmark {
	dots := products(at, keys)
	mass := floats.LogSumExp(dots)
	l := Landmark{Vector: make([]float64, len(at))}
	for j, k := range keys {
		floats.AddScaled(l.Vector, math.Exp(dots[j]-mass), k)
	}
	l.Bias = mass - floats.Dot(at, l.Vector)
	return l
}

// Mean is mean pooling: the mean of the keys, with the bias log S that every chunk of S keys has. It is the tangent at
// the query 0, the one that asks for nothing.
func Mean(keys [][]float64) Landmark { return Tangent(keys, make([]float64, len(keys[0]))) }
