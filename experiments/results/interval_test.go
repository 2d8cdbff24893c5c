package results

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// near reports whether got is want to the digits that the source prints.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance
}

func TestWilsonKnown(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		// 20/20: the lower end is n/(n+z²) = 20/23.8415 in closed form.
		{20, 20, 0.8389, 1},
		{0, 20, 0, 0.1611},
		{48, 48, 0.9259, 1},
		// Newcombe 1998, Statistics in Medicine 17:857, table I, method 3 (score, no continuity correction).
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0.0000, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{0, 0, 0, 1},
	} {
		got := Wilson(c.k, c.n, 0.95)
		if !near(got.Low, c.low, 5e-5) || !near(got.High, c.high, 5e-5) {
			t.Errorf("Wilson of %d in %d = [%.4f, %.4f], want [%.4f, %.4f]", c.k, c.n, got.Low, got.High, c.low, c.high)
		}
	}
}

// TestWilsonProperties: it holds the proportion, mirrors under success and failure swapped, and narrows with more trials.
func TestWilsonProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 500).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		i, mirror, more := Wilson(k, n, 0.95), Wilson(n-k, n, 0.95), Wilson(4*k, 4*n, 0.95)
		if !i.Contains(float64(k) / float64(n)) {
			t.Errorf("%v does not hold %d/%d", i, k, n)
		}
		if !near(i.Low, 1-mirror.High, 1e-12) || !near(i.High, 1-mirror.Low, 1e-12) {
			t.Errorf("%v is not the mirror of %v", i, mirror)
		}
		if more.High-more.Low >= i.High-i.Low {
			t.Errorf("four times the trials: %v is not narrower than %v", more, i)
		}
	})
}

// TestWilsonCoverage computes the exact coverage from the binomial distribution. The Wald interval is the negative control:
// near 1 it covers far less than it says.
func TestWilsonCoverage(t *testing.T) {
	const n, p = 48, 0.97
	wald := func(k int) Interval {
		q := float64(k) / n
		half := 1.96 * math.Sqrt(q*(1-q)/n)
		return Interval{q - half, q + half}
	}
	wilson := func(k int) Interval { return Wilson(k, n, 0.95) }
	if c := exactCoverage(n, p, wilson); c < 0.93 {
		t.Errorf("Wilson covers %.3f of the time", c)
	}
	if c := exactCoverage(n, p, wald); c > 0.85 {
		t.Errorf("the control covers %.3f of the time: this test could not tell a bad interval", c)
	}
}

// exactCoverage is the probability that the interval made from a binomial draw holds p.
func exactCoverage(n int, p float64, interval func(k int) Interval) float64 {
	covered := 0.0
	for k := range n + 1 {
		if interval(k).Contains(p) {
			covered += distuv.Binomial{N: float64(n), P: p}.Prob(float64(k))
		}
	}
	return covered
}

// sleep is Student's data of 1908 (hours of sleep gained under two drugs by ten patients; data set "sleep" of R): second minus first.
var sleep = []float64{1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4}

// TestTKnown: R prints for t.test(extra ~ group, data = sleep, paired = TRUE): p-value = 0.002833, interval 0.7001142 to 2.4598858.
func TestTKnown(t *testing.T) {
	i := TInterval(sleep, 0.95)
	if !near(i.Low, 0.7001142, 1e-7) || !near(i.High, 2.4598858, 1e-7) {
		t.Errorf("interval %v", i)
	}
	if p := TTest(sleep); !near(p, 0.002833, 5e-7) {
		t.Errorf("p = %.6f, want 0.002833", p)
	}
}

func TestTEdges(t *testing.T) {
	if i := TInterval([]float64{1}, 0.95); !math.IsNaN(i.Low) || !math.IsNaN(i.High) {
		t.Errorf("interval of one value: %v", i)
	}
	if p := TTest([]float64{1}); !math.IsNaN(p) {
		t.Errorf("p of one difference: %g", p)
	}
	if p := TTest([]float64{0.1, 0.1, 0.1}); !math.IsNaN(p) {
		t.Errorf("p of equal differences: %g", p)
	}
	if p := TTest([]float64{0, 0, 0}); p != 1 {
		t.Errorf("p of no difference: %g", p)
	}
}

// TestAgrestiMinKnown works the definition out by hand: 10 and 5 discordant of 98 queries are 10.5 and 5.5 of 100.
func TestAgrestiMinKnown(t *testing.T) {
	half := 1.959964 * math.Sqrt((10.5+5.5)/100-0.05*0.05) / 10
	got := AgrestiMin(10, 5, 98, 0.95)
	if !near(got.Low, 0.05-half, 1e-6) || !near(got.High, 0.05+half, 1e-6) {
		t.Errorf("got %v, want %g ± %g", got, 0.05, half)
	}
	if none := AgrestiMin(0, 0, 48, 0.95); !(none.Low < -0.03 && none.High > 0.03) {
		t.Errorf("48 queries without a difference: %v, want some width", none)
	}
}

func TestMisusePanics(t *testing.T) {
	for name, misuse := range map[string]func(){
		"Wilson":     func() { Wilson(3, 2, 0.95) },
		"AgrestiMin": func() { AgrestiMin(2, 2, 3, 0.95) },
		"confidence": func() { Wilson(1, 2, 95) },
		"Holm":       func() { Holm([]float64{1.5}) },
		"SignFlip":   func() { SignFlip(nil, Options{Draws: 1}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			misuse()
		})
	}
}
