package results

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestClusterBootstrapKnown: with one query a sequence and one seed it is the ordinary bootstrap, whose standard error for n
// values is their population standard deviation / √n; for many draws the interval is ±1.96 of these.
func TestClusterBootstrapKnown(t *testing.T) {
	const n = 400
	var values Nested = [][][]float64{make([][]float64, n)}
	for i := range n {
		values[0][i] = []float64{float64(i % 2)}
	}
	got, err := ClusterBootstrap(values, Options{Draws: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	half := 1.96 * 0.5 / math.Sqrt(n)
	if !near(got.Low, 0.5-half, 0.003) || !near(got.High, 0.5+half, 0.003) {
		t.Errorf("got %v, want 0.5 ± %.4f", got, half)
	}
}

// TestClusterBootstrapClusters: ten copies of each query add no information, so the interval must not narrow; taking the copies for
// sequences of their own, the negative control, narrows it by √10.
func TestClusterBootstrapClusters(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	single, copies, apart := [][]float64{}, [][]float64{}, [][]float64{}
	for range 60 {
		v := float64(random.IntN(2))
		single = append(single, []float64{v})
		copies = append(copies, []float64{v, v, v, v, v, v, v, v, v, v})
		for range 10 {
			apart = append(apart, []float64{v})
		}
	}
	width := func(sequences [][]float64) float64 {
		i, err := ClusterBootstrap(Nested{sequences}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return i.High - i.Low
	}
	if a, b := width(single), width(copies); a != b {
		t.Errorf("copies changed the width from %g to %g", a, b)
	}
	if ratio := width(single) / width(apart); !near(ratio, math.Sqrt(10), 0.5) {
		t.Errorf("the control narrows by %g, want about √10", ratio)
	}
}

func TestClusterBootstrapRefuses(t *testing.T) {
	good := Nested{{{1}}}
	for name, try := range map[string]func() (Interval, error){
		"nothing":           func() (Interval, error) { return ClusterBootstrap(nil, Options{}) },
		"an empty seed":     func() (Interval, error) { return ClusterBootstrap(Nested{{}}, Options{}) },
		"an empty sequence": func() (Interval, error) { return ClusterBootstrap(Nested{{{}}}, Options{}) },
		"confidence 95":     func() (Interval, error) { return ClusterBootstrap(good, Options{Confidence: 95}) },
		"3 draws":           func() (Interval, error) { return ClusterBootstrap(good, Options{Draws: 3}) },
	} {
		if _, err := try(); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
