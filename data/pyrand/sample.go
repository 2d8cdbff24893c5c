package pyrand

import (
	"fmt"
	"math"
)

// Choices is choices(seq, k=k) of a sequence of n elements: k indices, with replacement.
func (r *Random) Choices(n, k int) []int {
	chosen := make([]int, k)
	for i := range chosen {
		chosen[i] = int(math.Floor(r.Random() * float64(n)))
	}
	return chosen
}

// Sample is sample(seq, k) of a sequence of n elements: k different indices, in the order drawn. It is an error, before
// any draw, if k is negative or above n.
func (r *Random) Sample(n, k int) ([]int, error) {
	if k < 0 || k > n {
		return nil, fmt.Errorf("pyrand: sample of %d elements from %d: want 0 to %d", k, n, n)
	}
	if n <= poolLimit(k) {
		return r.samplePool(n, k), nil
	}
	return r.sampleSet(n, k), nil
}

// poolLimit is the largest population that Python samples from a copy: a list is taken to be smaller than a set of the
// elements drawn.
func poolLimit(k int) int {
	limit := 21
	if k <= 5 {
		return limit
	}
	power := 1
	for power < 3*k {
		power *= 4
	}
	return limit + power
}

func (r *Random) samplePool(n, k int) []int {
	pool := make([]int, n)
	for i := range pool {
		pool[i] = i
	}
	drawn := make([]int, k)
	for i := range drawn {
		j := r.RandBelow(n - i)
		drawn[i] = pool[j]
		pool[j] = pool[n-i-1]
	}
	return drawn
}

func (r *Random) sampleSet(n, k int) []int {
	taken := make(map[int]bool, k)
	drawn := make([]int, k)
	for i := range drawn {
		j := r.RandBelow(n)
		for taken[j] {
			j = r.RandBelow(n)
		}
		taken[j] = true
		drawn[i] = j
	}
	return drawn
}
