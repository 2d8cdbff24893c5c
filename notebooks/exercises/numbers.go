package exercises

import (
	"math"
	"math/rand/v2"
)

// tolerance is how far an answer may be off: enough for three digits read off a table.
const tolerance = 2e-3

// near reports whether two numbers agree, absolutely or relative to the larger.
func near(a, b float64) bool {
	return a == b || math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

// nearAll reports whether two lists agree number by number.
func nearAll(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !near(a[i], b[i]) {
			return false
		}
	}
	return true
}

// is is the mistake of answering this number.
func is(wrong float64, hint string) Mistake[float64] {
	return Mistake[float64]{func(a float64) bool { return near(a, wrong) }, hint}
}

// isExactly is the mistake of answering this whole number.
func isExactly(wrong int, hint string) Mistake[int] {
	return Mistake[int]{func(a int) bool { return a == wrong }, hint}
}

// areAll is the mistake of answering these numbers.
func areAll(hint string, wrong ...float64) Mistake[[]float64] {
	return Mistake[[]float64]{func(a []float64) bool { return nearAll(a, wrong) }, hint}
}

// wrongCount is the mistake of answering with another number of numbers.
func wrongCount(want int, hint string) Mistake[[]float64] {
	return Mistake[[]float64]{func(a []float64) bool { return len(a) != want }, hint}
}

// scoreLists are lists of scores on which functions of scores are compared: some small by hand, one that overflows
// careless arithmetic, and some drawn.
func scoreLists() [][]float64 {
	lists := [][]float64{{0}, {0, 0, 0}, {2, -1, 0.5}, {0.5, -1, 2}, {-3, -3, -3}}
	r := rand.New(rand.NewPCG(1, 21))
	for n := range 6 {
		var list []float64
		for range n + 2 {
			list = append(list, 3*r.NormFloat64())
		}
		lists = append(lists, list)
	}
	return lists
}

// agree reports whether two functions of scores give the same on all lists. An answer does not get to change a list
// under the other's hands.
func agree(f, g func([]float64) []float64, lists [][]float64) bool {
	for _, list := range lists {
		if !nearAll(f(append([]float64(nil), list...)), g(append([]float64(nil), list...))) {
			return false
		}
	}
	return true
}
