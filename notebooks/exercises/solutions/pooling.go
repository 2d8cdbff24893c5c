package solutions

import (
	"math"
	"slices"

	"github.com/hsalab/hsalab/notebooks/exercises"
)

// MassAcross: both products are 0, so the mass is exp(0) + exp(0) = 2.
func MassAcross() float64 { return math.Log(2) }

// TwinChunks: the mean of both is (0, 0); the first has the log mass log(exp(4) + exp(-4)) = 4.0003, the second log 2.
func TwinChunks() [2]exercises.Chunk {
	return [2]exercises.Chunk{{{4, 0}, {-4, 0}}, {{0, 0}, {0, 0}}}
}

// PooledKey weighs the keys by the softmax of their products with the query, the largest product taken off first.
func PooledKey(q []float64, keys [][]float64) []float64 {
	shares, sum := make([]float64, len(keys)), 0.0
	for j, k := range keys {
		for i := range q {
			shares[j] += q[i] * k[i]
		}
	}
	most := slices.Max(shares)
	for j := range shares {
		shares[j] = math.Exp(shares[j] - most)
		sum += shares[j]
	}
	landmark := make([]float64, len(q))
	for j, k := range keys {
		for i := range landmark {
			landmark[i] += shares[j] / sum * k[i]
		}
	}
	return landmark
}
