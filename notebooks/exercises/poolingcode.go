package exercises

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// A Pool makes a landmark of the keys of a chunk, for queries near q.
type Pool = func(q []float64, keys [][]float64) []float64

// PooledKey asks for the landmark that follows the log mass near a query.
var PooledKey = Exercise[Pool]{
	Name: "pooled-key",
	Task: "Write the landmark that follows the log mass near a query: func(q []float64, keys [][]float64) []float64 returns Σ p_j·k_j, " +
		"where p is the softmax of the products q·k_j. It is the gradient of the log mass at q, and is tried as that, also with products of 1000.",
	Hints: []string{
		"Three loops: the products q·k_j; their exponentials and the sum of these; the sum of exp/sum times k_j.",
		"Take the largest product m off each before math.Exp: exp(x − m) never overflows, and the shares stay the same.",
	},
	Why: "That is attention inside the chunk, with the keys in the place of the values. A chunk encoder can learn to do it: its CLS is the query, " +
		"and training shows it which queries come.",
	Blank: func(f Pool) bool {
		defer func() { _ = recover() }() // one that panics is no blank one
		return f([]float64{1, 0}, [][]float64{{1, 0}}) == nil
	},
	Right: func(f Pool) bool { return agreePools(f, gradient, poolCases()) && agreePools(f, gradient, farCases) },
	Mistakes: []Mistake[Pool]{
		{func(f Pool) bool { return len(f([]float64{1, 0}, [][]float64{{1, 2}, {3, 4}})) != 2 },
			"A landmark has as many numbers as a key: make([]float64, len(q)) is a start."},
		likePool(meanKey, "That is the mean of the keys: mean pooling, which does not listen to q at all."),
		likePool(bestKey, "That is the one key that fits best. Its neighbours have mass too: weigh all keys by the softmax of q·k."),
		likePool(unshared, "The exponentials are not divided by their sum yet: the shares p have to add up to 1."),
		likePool(byProducts, "The keys are weighed by q·k itself. A share is exp(q·k) over the sum of all of them."),
		{func(f Pool) bool { return agreePools(f, gradient, poolCases()) },
			"Right for small products, but exp(1000) is +Inf. Take the largest product off all of them first: the shares stay the same."},
	},
}

// poolCase is one chunk and query.
type poolCase struct {
	q    []float64
	keys [][]float64
}

// poolCases are chunks of a few keys.
func poolCases() []poolCase {
	cases := []poolCase{{[]float64{1, 0}, [][]float64{{4, 0}, {-4, 0}}}, {[]float64{0, 1}, [][]float64{{4, 0}, {-4, 0}}}}
	r := rand.New(rand.NewPCG(1, 22))
	for range 5 {
		c := poolCase{q: []float64{r.NormFloat64(), r.NormFloat64()}}
		for range 4 {
			c.keys = append(c.keys, []float64{r.NormFloat64(), r.NormFloat64()})
		}
		cases = append(cases, c)
	}
	return cases
}

var farCases = []poolCase{{[]float64{1000, 0}, [][]float64{{1, 0}, {0.5, 1}}}}

func agreePools(f, g Pool, cases []poolCase) bool {
	for _, c := range cases {
		if !nearAll(f(slices.Clone(c.q), cloneAll(c.keys)), g(c.q, c.keys)) {
			return false
		}
	}
	return true
}

func cloneAll(keys [][]float64) [][]float64 {
	var out [][]float64
	for _, k := range keys {
		out = append(out, slices.Clone(k))
	}
	return out
}

func likePool(wrong Pool, hint string) Mistake[Pool] {
	return Mistake[Pool]{func(f Pool) bool { return agreePools(f, wrong, poolCases()) }, hint}
}

// gradient is that of the log mass by the query, from differences: nothing an answer could be copied from.
func gradient(q []float64, keys [][]float64) []float64 {
	const h = 1e-5
	out := make([]float64, len(q))
	for i := range q {
		up, down := slices.Clone(q), slices.Clone(q)
		up[i] += h
		down[i] -= h
		out[i] = (floats.LogSumExp(products(up, keys)) - floats.LogSumExp(products(down, keys))) / (2 * h)
	}
	return out
}

func products(q []float64, keys [][]float64) []float64 {
	var dots []float64
	for _, k := range keys {
		dots = append(dots, floats.Dot(q, k))
	}
	return dots
}

// weighed is Σ w_j·k_j.
func weighed(weights []float64, keys [][]float64) []float64 {
	out := make([]float64, len(keys[0]))
	for j, k := range keys {
		floats.AddScaled(out, weights[j], k)
	}
	return out
}

func meanKey(_ []float64, keys [][]float64) []float64 {
	return weighed(slices.Repeat([]float64{1 / float64(len(keys))}, len(keys)), keys)
}

func bestKey(q []float64, keys [][]float64) []float64 { return keys[floats.MaxIdx(products(q, keys))] }

func unshared(q []float64, keys [][]float64) []float64 {
	return weighed(each(products(q, keys), math.Exp), keys)
}

func byProducts(q []float64, keys [][]float64) []float64 { return weighed(products(q, keys), keys) }
