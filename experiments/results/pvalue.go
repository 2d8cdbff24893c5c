package results

import (
	"cmp"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// exactFlips is the largest number of values whose sign flips are all listed: 2^20 of them.
const exactFlips = 20

// SignFlip is the two-sided p-value of Fisher's randomisation test that paired differences are symmetric about zero: the share of all
// ways to choose their signs whose sum is at least as far from zero as theirs. Up to 20 differences it is exact; above,
// options.Draws random choices are tried, their seed being options.Seed, and the observed one is counted among them. It
// is 1 for no differences. It panics on options that [Aggregate] would refuse.
func SignFlip(differences []float64, options Options) float64 {
	options, err := options.filled()
	if err != nil {
		panic(err.Error())
	}
	var sum, scale float64
	for _, d := range differences {
		sum += d
		scale += math.Abs(d)
	}
	reach := math.Abs(sum) - 1e-9*scale // equal sums may differ by rounding
	if len(differences) <= exactFlips {
		return exactFlip(differences, reach)
	}
	return randomFlip(differences, reach, options)
}

// exactFlip goes through all signs in Gray-code order, one flip a step.
func exactFlip(differences []float64, reach float64) float64 {
	values := slices.Clone(differences)
	var sum float64
	for _, v := range values {
		sum += v
	}
	all := 1 << len(values)
	far := 0
	for step := 1; ; step++ {
		if math.Abs(sum) >= reach {
			far++
		}
		if step == all {
			return float64(far) / float64(all)
		}
		i := bits.TrailingZeros(uint(step))
		values[i] = -values[i]
		sum += 2 * values[i]
	}
}

// randomFlip tries random signs.
func randomFlip(differences []float64, reach float64, options Options) float64 {
	random := rand.New(rand.NewPCG(options.Seed, 1))
	far := 1
	for range options.Draws {
		var sum float64
		for _, d := range differences {
			if random.Uint64()&1 == 0 {
				d = -d
			}
			sum += d
		}
		if math.Abs(sum) >= reach {
			far++
		}
	}
	return float64(far) / float64(options.Draws+1)
}

// TTest is the two-sided p-value of Student's test that the mean of paired differences is zero. It is NaN with fewer than two
// differences, and when all are equal but not zero, since then nothing is known of their spread; 1 when all are zero.
func TTest(differences []float64) float64 {
	if len(differences) < 2 {
		return math.NaN()
	}
	mean, sd := stat.MeanStdDev(differences, nil)
	if sd <= 1e-12*math.Abs(mean) {
		if mean == 0 {
			return 1
		}
		return math.NaN()
	}
	n := float64(len(differences))
	t := math.Abs(mean) / (sd / math.Sqrt(n))
	return 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Survival(t)
}

// Holm adjusts the p-values of a table for their number (Holm 1979, Scand. J. Statist. 6:65): rejecting where the adjusted value
// is at most α keeps the chance of any false rejection at most α. The result is in the order given. NaN stands for a
// test that was not made: it stays NaN and does not count. It panics on a p-value outside [0, 1].
func Holm(pValues []float64) []float64 {
	adjusted := slices.Clone(pValues)
	var order []int
	for i, p := range pValues {
		if p < 0 || p > 1 {
			panic("results: Holm of a p-value outside [0, 1]")
		}
		if !math.IsNaN(p) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(pValues[i], pValues[j]) })
	running := 0.0
	for rank, i := range order {
		running = max(running, min(1, float64(len(order)-rank)*pValues[i]))
		adjusted[i] = running
	}
	return adjusted
}
