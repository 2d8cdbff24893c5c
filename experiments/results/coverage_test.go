package results

import (
	"math"
	"math/rand/v2"
	"testing"
)

// logit and its inverse: the simulated variation adds on the scale of log odds.
func logit(p float64) float64    { return math.Log(p / (1 - p)) }
func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// study is one simulated evaluation: how much the log odds of a correct answer vary between seeds and between sequences.
type study struct {
	name                      string
	seeds, sequences, queries int
	seedSD, sequenceSD        float64
}

// truth is the accuracy over all seeds and sequences that could be, by a large average.
func (s study) truth() float64 {
	random := rand.New(rand.NewPCG(7, 7))
	const n = 400_000
	sum := 0.0
	for range n {
		sum += logistic(logit(0.8) + s.seedSD*random.NormFloat64() + s.sequenceSD*random.NormFloat64())
	}
	return sum / n
}

// draw simulates one evaluation.
func (s study) draw(random *rand.Rand) Nested {
	values := make(Nested, s.seeds)
	for i := range values {
		seed := s.seedSD * random.NormFloat64()
		for range s.sequences {
			p := logistic(logit(0.8) + seed + s.sequenceSD*random.NormFloat64())
			queries := make([]float64, s.queries)
			for q := range queries {
				queries[q] = zeroOne(random.Float64() < p)
			}
			values[i] = append(values[i], queries)
		}
	}
	return values
}

// coverage is how often each kind of interval holds the truth.
func (s study) coverage(t *testing.T) (all, bootstrap, wilson float64) {
	const runs = 500
	random := rand.New(rand.NewPCG(13, 0))
	truth, options := s.truth(), Options{Draws: 200}
	for range runs {
		values := s.draw(random)
		e, err := EstimateMean(values, options)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ClusterBootstrap(values, options)
		if err != nil {
			t.Fatal(err)
		}
		sum, _ := values.sum()
		all += zeroOne(e.Contains(truth)) / runs
		bootstrap += zeroOne(b.Contains(truth)) / runs
		wilson += zeroOne(Wilson(int(sum), e.Queries, 0.95).Contains(truth)) / runs
	}
	return all, bootstrap, wilson
}

// TestCoverage simulates evaluations whose truth is known. The interval of EstimateMean must hold it in 0.90 of them or more, whichever
// level varies: Student's t gives up some of its 0.95 where 3 seeds vary widely near the end of the scale. The negative controls are the intervals that it is made of: each fails alone where the level it neglects varies.
func TestCoverage(t *testing.T) {
	for _, s := range []struct {
		study
		bootstrapFails, wilsonFails bool
	}{
		{study{"one seed, queries vary", 1, 12, 4, 0, 0}, false, false},
		{study{"one seed, sequences vary", 1, 30, 16, 0, 1.5}, false, true},
		{study{"three seeds, seeds vary", 3, 20, 8, 0.6, 0.3}, true, true},
		{study{"five seeds, both vary", 5, 20, 8, 0.4, 0.8}, false, true},
	} {
		t.Run(s.name, func(t *testing.T) {
			all, bootstrap, wilson := s.coverage(t)
			t.Logf("holds the truth: estimate %.3f, bootstrap alone %.3f, Wilson alone %.3f", all, bootstrap, wilson)
			if all < 0.90 {
				t.Errorf("the estimate's interval holds the truth %.3f of the time, want 0.90", all)
			}
			if s.bootstrapFails && bootstrap > 0.88 {
				t.Errorf("control: the bootstrap alone holds it %.3f of the time", bootstrap)
			}
			if s.wilsonFails && wilson > 0.88 {
				t.Errorf("control: Wilson alone holds it %.3f of the time", wilson)
			}
		})
	}
}
