package baseline_test

import (
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// published is YaRN as its code is published: inverse frequencies from both ends of a linear ramp over the dimensions, and
// the factor of cosines and sines.
func published(base float64, dim, maxPositions int, scale float64) (inverse []float64, factor float64) {
	correction := func(rotations float64) float64 {
		return float64(dim) * math.Log(float64(maxPositions)/(rotations*2*math.Pi)) / (2 * math.Log(base))
	}
	low, high := max(math.Floor(correction(32)), 0), min(math.Ceil(correction(1)), float64(dim-1))
	if low == high {
		high += 0.001
	}
	for i := 0; i < dim; i += 2 {
		extrapolated := 1 / math.Pow(base, float64(i)/float64(dim))
		interpolated := 1 / (scale * math.Pow(base, float64(i)/float64(dim)))
		ramp := min(max((float64(i/2)-low)/(high-low), 0), 1)
		mask := 1 - ramp
		inverse = append(inverse, interpolated*(1-mask)+extrapolated*mask)
	}
	return inverse, 0.1*math.Log(scale) + 1
}

func TestYaRNFrequencies(t *testing.T) {
	for _, c := range []struct {
		theta        float64
		size, length int
		scale        float64
	}{{10000, 128, 4096, 32}, {10000, 128, 2048, 8}, {500000, 128, 8192, 16}, {10000, 64, 4096, 1}, {10000, 16, 128, 64}, {10000, 6, 16, 4}, {10000, 2, 4, 4}} {
		got := baseline.YaRN(c.theta, c.size, c.length, c.scale)
		inverse, factor := published(c.theta, c.size, c.length, c.scale)
		if len(got.Frequencies) != c.size/2 {
			t.Fatalf("%v: %d frequencies", c, len(got.Frequencies))
		}
		for j, want := range inverse {
			if e := math.Abs(got.Frequencies[j]/want - 1); e > 1e-12 {
				t.Errorf("%v: frequency %d is %v, want %v", c, j, got.Frequencies[j], want)
			}
		}
		if math.Abs(got.Scale-factor) > 1e-12 {
			t.Errorf("%v: scale %v, want %v", c, got.Scale, factor)
		}
	}
}

// TestYaRNParts: at Llama's sizes the fastest frequencies are kept, the slowest divided, and those between lie between;
// numbers worked by hand: 4,096 tokens turn frequency 20 of 128/2 some 36 times and frequency 46 less than once.
func TestYaRNParts(t *testing.T) {
	const scale = 32
	plain, got := hsa.NewRotary(10000, 128), baseline.YaRN(10000, 128, 4096, scale)
	ratio := func(j int) float64 { return got.Frequencies[j] / plain.Frequencies[j] }
	if r := ratio(20); r != 1 {
		t.Errorf("frequency 20 is multiplied by %v, want it kept", r)
	}
	if r := ratio(46); math.Abs(r-1.0/scale) > 1e-15 {
		t.Errorf("frequency 46 is multiplied by %v, want 1/%d", r, scale)
	}
	// floor(20.95) = 20 and ceil(45.03) = 46: frequency 33 is in the middle.
	if r, want := ratio(33), (1+1.0/scale)/2; math.Abs(r-want) > 1e-12 {
		t.Errorf("frequency 33 is multiplied by %v, want %v", r, want)
	}
	if want := 1.3465735902799727; math.Abs(got.Scale-want) > 1e-12 {
		t.Errorf("scale %v, want %v", got.Scale, want)
	}
}

// TestYaRNModel: scale 1 is the model as trained, bit for bit; a larger one is not; and a model that was stretched leaves
// the other as it was.
func TestYaRNModel(t *testing.T) {
	c := nanoRival(baseline.FullAttention)
	m, tokens := open(t, lively(c, 3)), randomTokens(3, c.Of.Vocab, 40)
	want := logits(t, m, tokens)
	if d := maxDiff(want, logits(t, withYaRN(t, m, 1), tokens)); d != 0 {
		t.Errorf("scale 1 changes the logits by %g", d)
	}
	if d := maxDiff(want, logits(t, withYaRN(t, m, 4), tokens)); !(d > 1e-3) {
		t.Errorf("scale 4 changes the logits by %g", d)
	}
	if d := maxDiff(want, logits(t, m, tokens)); d != 0 {
		t.Errorf("the model itself has changed by %g", d)
	}
}

// TestYaRNOutlivesItsModel: weights are freed with the last model that needs them.
func TestYaRNOutlivesItsModel(t *testing.T) {
	c := nanoRival(baseline.FullAttention)
	m, err := baseline.NewModel(backend(t), lively(c, 3))
	if err != nil {
		t.Fatal(err)
	}
	stretched, tokens := withYaRN(t, m, 4), randomTokens(3, c.Of.Vocab, 9)
	m.Close()
	m.Close()
	logits(t, stretched, tokens)
	if _, err := m.Logits(tokens, 1); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a closed model says %v", err)
	}
}

func TestYaRNRefusals(t *testing.T) {
	c := nanoRival(baseline.FullAttention)
	untrained := c
	untrained.Of.TrainingLength = 0
	for says, try := range map[string]struct {
		c     baseline.Config
		scale float64
	}{
		"beyond its window": {nanoRival(baseline.NoMemory), 2},
		"training_length":   {untrained, 2},
		"scale of 0.5":      {c, 0.5},
		"scale of NaN":      {c, math.NaN()},
		"scale of +Inf":     {c, math.Inf(1)},
	} {
		if _, err := open(t, lively(try.c, 1)).WithYaRN(try.scale); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error with %q, got %v", says, err)
		}
	}
}

// nanoRival is a rival of nano, trained at 128 tokens.
func nanoRival(kind baseline.Kind) baseline.Config {
	c := baseline.Config{Kind: kind, Of: hsa.Nano(64)}
	c.Of.TrainingLength = 128
	return c
}
