package recall_test

import (
	"math"
	"testing"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// TestDepthsAreUniform counts the depths of queries in ten bins over 400 samples: each bin must be
// within five standard deviations of a tenth.
func TestDepthsAreUniform(t *testing.T) {
	for _, name := range []string{"plain", "straddle", "straddle-half", "reverse", "reverse-all"} {
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			task := newSymbols(t, named(t, name).With(h))
			if worst := depthDeviation(t, task, 2000, 16, 400); worst > 5 {
				t.Errorf("%s, %s: a tenth of the depths is %.1f standard deviations off", name, h, worst)
			}
		}
	}
}

// depthDeviation is the largest deviation of ten equal bins of query depth, in standard deviations.
func depthDeviation(t *testing.T, task data.Task, length, tail, samples int) float64 {
	var depths []float64
	for i := range samples {
		s := sampleOf(t, task, 11, i, length, tail)
		for _, q := range s.Queries {
			depths = append(depths, s.Depth(q))
		}
	}
	return binDeviation(depths)
}

func binDeviation(depths []float64) float64 {
	var bins [10]float64
	for _, d := range depths {
		bins[min(9, int(d*10))]++
	}
	n := float64(len(depths))
	sd := math.Sqrt(n * 0.1 * 0.9)
	worst := 0.0
	for _, b := range bins {
		worst = max(worst, math.Abs(b-n/10)/sd)
	}
	return worst
}

// TestDepthsOfAFaultyGenerator is the negative control: depths that favour the end must be seen.
func TestDepthsOfAFaultyGenerator(t *testing.T) {
	r := data.Rand("faulty")
	depths := make([]float64, 3200)
	for i := range depths {
		depths[i] = math.Sqrt(r.Float64())
	}
	if worst := binDeviation(depths); worst < 5 {
		t.Errorf("skewed depths deviate by %.1f only", worst)
	}
}

func TestValuesAreUniform(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	count := make([]float64, 16)
	n := 0.0
	for i := range 400 {
		for _, q := range sampleOf(t, task, 3, i, 128, 48).Queries {
			count[q.Answer-32]++
			n++
		}
	}
	for v, c := range count {
		if sd := math.Sqrt(n / 16); math.Abs(c-n/16) > 5*sd {
			t.Errorf("value %d is the answer %g times of %g", v, c, n)
		}
	}
	if got := task.Chance(); got != 1.0/16 {
		t.Errorf("Chance = %g, want 1/16", got)
	}
}
