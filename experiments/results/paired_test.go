package results

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// level makes a probability that depends on the seed and sequence, the same for every variant but for a shift.
func level(shift float64) func(seed, sequence int) float64 {
	return func(seed, sequence int) float64 {
		return 0.6 + shift + 0.1*float64(seed%3-1) + 0.05*float64(sequence%3-1)
	}
}

func TestPairedFindsDifference(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 0))
	a := simulate("a", 6, 20, 8, random, level(0.2))
	b := simulate("b", 6, 20, 8, random, level(0))
	d, err := Paired(a, b, Accuracy, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Low <= 0 || !d.Contains(0.2) || d.Queries != 960 || d.Sequences != 120 || d.Seeds != 6 {
		t.Errorf("%+v, want about 0.2 from 960 queries in 120 sequences of 6 seeds", d)
	}
	if d.PSeeds != 0.03125 || d.PT > 0.01 || d.PSequences > 0.01 {
		t.Errorf("p-values %g, %g, %g", d.PSeeds, d.PT, d.PSequences)
	}
	back, err := Paired(b, a, Accuracy, Options{})
	if err != nil || back.Mean != -d.Mean || back.PSeeds != d.PSeeds || !near(back.PT, d.PT, 1e-12) {
		t.Errorf("swapped: %+v, %v", back, err)
	}
}

// TestPairedNull is the negative control: a variant against a second evaluation of itself differs by chance only.
func TestPairedNull(t *testing.T) {
	random := rand.New(rand.NewPCG(22, 0))
	const runs = 200
	missed, seeds, sequences := 0.0, 0.0, 0.0
	for range runs {
		a := simulate("a", 6, 8, 4, random, level(0))
		b := simulate("b", 6, 8, 4, random, level(0))
		d, err := Paired(a, b, Accuracy, Options{Draws: 200})
		if err != nil {
			t.Fatal(err)
		}
		missed += zeroOne(!d.Contains(0)) / runs
		seeds += zeroOne(d.PSeeds <= 0.05) / runs
		sequences += zeroOne(d.PSequences <= 0.05) / runs
	}
	if missed > 0.08 || seeds > 0.09 || sequences > 0.1 {
		t.Errorf("false alarms: interval %.3f, seeds %.3f, sequences %.3f, want about 0.05 or less", missed, seeds, sequences)
	}
}

// TestPairedSame: a variant against itself differs by nothing, with some width left and no false claim.
func TestPairedSame(t *testing.T) {
	rows := simulate("a", 3, 4, 4, rand.New(rand.NewPCG(23, 0)), level(0))
	d, err := Paired(rows, rows, Accuracy, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Mean != 0 || d.Low >= 0 || d.High <= 0 || d.PSeeds != 1 || d.PT != 1 || d.PSequences != 1 {
		t.Errorf("%+v", d)
	}
}

func TestPairedRefuses(t *testing.T) {
	random := rand.New(rand.NewPCG(24, 0))
	a, b := simulate("a", 2, 3, 2, random, level(0)), simulate("b", 2, 3, 2, random, level(0))
	other := append([]Row{}, b...)
	other[5].Sample = 9
	for name, c := range map[string]struct {
		first, second []Row
		why           string
	}{
		"one missing":    {a, b[:11], "seed 1, sample 2, query 1: only one variant has it"},
		"first missing":  {a[1:], b, "seed 0, sample 0, query 0: only one variant has it"},
		"other sample":   {a, other, "seed 0, sample 2, query 1: only one variant has it"},
		"one twice":      {append(a[:12:12], a[0]), b, "measured twice"},
		"second twice":   {a, append(b[:12:12], b[0]), "measured twice"},
		"none":           {nil, nil, "no row of either"},
		"two variants":   {append(a[:12:12], b...), b, "measured twice"},
		"second missing": {a, nil, "only one variant has it"},
	} {
		if _, err := Paired(c.first, c.second, Accuracy, Options{}); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: error %v, want it to say %q", name, err, c.why)
		}
	}
	if _, err := Paired(a, b, Accuracy, Options{Confidence: 2}); err == nil {
		t.Error("confidence 2 is accepted")
	}
	nan := func(Row) (float64, bool) { return math.NaN(), true }
	if _, err := Paired(a, b, nan, Options{}); err == nil {
		t.Error("a metric that is not a number is accepted")
	}
}

func TestCaution(t *testing.T) {
	for seeds, want := range map[int]string{1: "1 seed: ", 3: "3 seeds: the sign-flip test cannot give p below 0.25", 5: "0.062", 6: ""} {
		got := Difference{Seeds: seeds}.Caution()
		if !strings.Contains(got, want) || (want == "") != (got == "") {
			t.Errorf("%d seeds: %q, want %q", seeds, got, want)
		}
	}
}
