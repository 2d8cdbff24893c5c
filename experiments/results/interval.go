package results

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is a two-sided confidence interval.
type Interval struct {
	Low, High float64
}

// Contains says whether x lies in the interval, ends included.
func (i Interval) Contains(x float64) bool {
	return i.Low <= x && x <= i.High
}

// hull is the smallest interval that holds both.
func (i Interval) hull(j Interval) Interval {
	return Interval{min(i.Low, j.Low), max(i.High, j.High)}
}

// clip is the part of the interval inside [low, high].
func (i Interval) clip(low, high float64) Interval {
	return Interval{min(max(i.Low, low), high), min(max(i.High, low), high)}
}

// Wilson is the score interval of a proportion, successes of n independent trials (Wilson 1927, JASA 22:209). With n = 0 it is
// [0, 1]. It panics unless 0 <= successes <= n and confidence lies inside (0, 1).
func Wilson(successes, n int, confidence float64) Interval {
	if successes < 0 || successes > n {
		panic(fmt.Sprintf("results: Wilson of %d successes in %d trials", successes, n))
	}
	if n == 0 {
		return Interval{0, 1}
	}
	z := normalQuantile(confidence)
	p, trials := float64(successes)/float64(n), float64(n)
	scale := 1 / (1 + z*z/trials)
	center := scale * (p + z*z/(2*trials))
	half := scale * z * math.Sqrt(p*(1-p)/trials+z*z/(4*trials*trials))
	i := Interval{center - half, center + half}.clip(0, 1)
	if successes == 0 {
		i.Low = 0 // exactly, whatever the rounding
	}
	if successes == n {
		i.High = 1
	}
	return i
}

// AgrestiMin is an interval for the difference of two proportions measured on the same n queries: first counts those that
// only the first variant got right, second those that only the second did. It is the Wald interval after half a query is
// added to each of the four outcomes (Agresti and Min 2005, Statistics in Medicine 24:729), so it is not
// degenerate when no query tells the two apart. It panics on counts that cannot be and on a confidence outside (0, 1).
func AgrestiMin(first, second, n int, confidence float64) Interval {
	if first < 0 || second < 0 || first+second > n {
		panic(fmt.Sprintf("results: AgrestiMin of %d and %d in %d queries", first, second, n))
	}
	b, c, total := float64(first)+0.5, float64(second)+0.5, float64(n)+2
	half := normalQuantile(confidence) * math.Sqrt(b+c-(b-c)*(b-c)/total) / total
	return Interval{(b-c)/total - half, (b-c)/total + half}.clip(-1, 1)
}

// TInterval is Student's interval for the mean of values, which are taken as normal draws; such as one mean a seed. With
// fewer than two values both ends are NaN. It panics on a confidence outside (0, 1).
func TInterval(values []float64, confidence float64) Interval {
	if len(values) < 2 {
		return Interval{math.NaN(), math.NaN()}
	}
	mean, sd := stat.MeanStdDev(values, nil)
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(len(values) - 1)}
	half := student.Quantile(upperTail(confidence)) * sd / math.Sqrt(float64(len(values)))
	return Interval{mean - half, mean + half}
}

// normalQuantile is z such that a standard normal lies in [-z, z] with probability confidence.
func normalQuantile(confidence float64) float64 {
	return distuv.UnitNormal.Quantile(upperTail(confidence))
}

// upperTail is the probability below the upper end of a two-sided interval.
func upperTail(confidence float64) float64 {
	if !(confidence > 0 && confidence < 1) {
		panic(fmt.Sprintf("results: confidence %g is not inside (0, 1)", confidence))
	}
	return (1 + confidence) / 2
}
