package results

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// maize is Darwin's: heights of 15 pairs of crossed and self-fertilised plants, in eighths of an inch, crossed minus selfed.
var maize = []float64{49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48}

// TestSignFlipKnown: Fisher, The Design of Experiments (1935), section 21, counts 863 of the 32768 sign choices with a sum of 314 or more.
func TestSignFlipKnown(t *testing.T) {
	if p, want := SignFlip(maize, Options{}), 2*863.0/32768; p != want {
		t.Errorf("p = %.6f, want %.6f", p, want)
	}
}

// TestSignFlipRandom: where the signs cannot all be listed the answer is near the exact one: adding differences of zero changes nothing.
func TestSignFlipRandom(t *testing.T) {
	padded := append(append([]float64{}, maize...), make([]float64, 10)...)
	options := Options{Draws: 20_000, Seed: 5}
	got, exact := SignFlip(padded, options), 2*863.0/32768
	if !near(got, exact, 4*math.Sqrt(exact/20_000)) {
		t.Errorf("p = %.4f, exact %.4f", got, exact)
	}
	if again := SignFlip(padded, options); again != got {
		t.Errorf("the same seed gave %g and %g", got, again)
	}
}

func TestSignFlipProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Float64Range(-1, 1), 1, 10).Draw(t, "differences")
		p := SignFlip(d, Options{})
		if least := math.Pow(2, float64(1-len(d))); p < least-1e-12 || p > 1 {
			t.Errorf("p = %g, want %g to 1", p, least)
		}
		negated := make([]float64, len(d))
		for i, v := range d {
			negated[i] = -3 * v
		}
		if q := SignFlip(negated, Options{}); q != p {
			t.Errorf("scaled and negated: %g, want %g", q, p)
		}
	})
}

// TestSignFlipSmall lists what few seeds can show at best.
func TestSignFlipSmall(t *testing.T) {
	for n, want := range []float64{1, 1, 0.5, 0.25, 0.125, 0.0625, 0.03125} {
		d := make([]float64, n)
		for i := range d {
			d[i] = 0.2 + 0.1*float64(i)
		}
		if p := SignFlip(d, Options{}); p != want {
			t.Errorf("%d differences of one sign: p = %g, want %g", n, p, want)
		}
	}
}

// TestFalseAlarms: with no true difference, each test rejects at 0.05 about 5 % of the time or less; with a large one,
// nearly always.
func TestFalseAlarms(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 0))
	rejected := func(shift float64, test func([]float64) float64) float64 {
		const runs = 2000
		n := 0
		for range runs {
			d := make([]float64, 8)
			for i := range d {
				d[i] = random.NormFloat64() + shift
			}
			if test(d) <= 0.05 {
				n++
			}
		}
		return float64(n) / runs
	}
	signFlip := func(d []float64) float64 { return SignFlip(d, Options{}) }
	for name, test := range map[string]func([]float64) float64{"sign flip": signFlip, "t": TTest} {
		if rate := rejected(0, test); rate > 0.065 || rate < 0.03 {
			t.Errorf("%s: %.3f false alarms, want about 0.05", name, rate)
		}
		if rate := rejected(2, test); rate < 0.95 {
			t.Errorf("%s: only %.3f of large differences found", name, rate)
		}
	}
}

// TestHolmKnown: R prints 0.03 0.06 0.06 0.02 for p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
func TestHolmKnown(t *testing.T) {
	nan := math.NaN()
	for _, c := range [][2][]float64{
		{{0.01, 0.04, 0.03, 0.005}, {0.03, 0.06, 0.06, 0.02}},
		{{0.01, nan, 0.04, 0.03, 0.005, nan}, {0.03, nan, 0.06, 0.06, 0.02, nan}},
		{{0.25, 0.25, 0.9}, {0.75, 0.75, 0.9}},
		{{0.6, 0.7}, {1, 1}},
		{{}, {}},
	} {
		got := Holm(c[0])
		if diff := cmp.Diff(c[1], got, cmpopts.EquateNaNs(), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Errorf("Holm(%v) (-want +got):\n%s", c[0], diff)
		}
	}
}

// TestHolmProperties: never below the p-value, never above Bonferroni, in the order of the p-values.
func TestHolmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 8).Draw(t, "p")
		adjusted := Holm(p)
		for i := range p {
			if adjusted[i] < p[i] || adjusted[i] > min(1, p[i]*float64(len(p))) {
				t.Errorf("p %g became %g", p[i], adjusted[i])
			}
			for j := range p {
				if p[i] < p[j] && adjusted[i] > adjusted[j] {
					t.Errorf("p %g < %g became %g > %g", p[i], p[j], adjusted[i], adjusted[j])
				}
			}
		}
	})
}
