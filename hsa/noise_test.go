package hsa

import (
	"math"
	"slices"
	"testing"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/google/go-cmp/cmp"
)

func noiseOf(c Config, seed uint64, step int, b Batch) []float32 {
	return tensors.MustCopyFlatData[float32](c.gumbelNoise(seed, step, b))
}

// TestNoiseDrawsBySoftmax: to pick the largest of score + noise is to draw a chunk with odds exp(score).
func TestNoiseDrawsBySoftmax(t *testing.T) {
	c := smallConfig()
	c.MemoryKVHeads, c.Chunk = 1, 10000
	noise := noiseOf(c, 1, 0, Batch{B: 1, L: 3 * c.Chunk, Tail: 3 * c.Chunk})
	scores := []float64{0, 1, 2}
	drawn := make([]float64, 3)
	for row := range slices.Chunk(noise, 3) {
		noisy := make([]float64, 3)
		for i, n := range row {
			noisy[i] = scores[i] + float64(n)
		}
		drawn[slices.Index(noisy, slices.Max(noisy))]++
	}
	total := math.Exp(0) + math.Exp(1) + math.Exp(2)
	for i, s := range scores {
		share, want := drawn[i]/30000, math.Exp(s)/total
		if math.Abs(share-want) > 4*math.Sqrt(want/30000) {
			t.Errorf("chunk %d of score %g was drawn in a share of %.4f, want %.4f", i, s, share, want)
		}
	}
}

// TestNoiseIsSeeded: the seed and the step say what the noise is, and nothing else.
func TestNoiseIsSeeded(t *testing.T) {
	c := smallConfig()
	b := recallBatch(c, 2, 48)
	want := noiseOf(c, 1, 5, b)
	if maxDiff(want, noiseOf(c, 1, 5, b)) != 0 {
		t.Error("two draws of one step differ")
	}
	if maxDiff(want, noiseOf(c, 1, 6, b)) == 0 || maxDiff(want, noiseOf(c, 2, 5, b)) == 0 {
		t.Error("the step or the seed does not matter")
	}
}

// TestNoiseOfABlock: tokens that share a retrieval share its noise.
func TestNoiseOfABlock(t *testing.T) {
	c := smallConfig()
	c.TokensPerRetrieval = 3
	b := recallBatch(c, 2, 48)
	shape := c.noiseShape(b)
	var row []float32
	i := 0
	for next := range slices.Chunk(noiseOf(c, 1, 0, b), shape[3]) {
		shared := i%shape[2]%3 > 0
		if row != nil && shared != (cmp.Diff(row, next) == "") {
			t.Fatalf("row %d: shared %v", i, shared)
		}
		row, i = next, i+1
	}
	if i != shape[0]*shape[1]*shape[2] {
		t.Errorf("%d rows, want %v", i, shape)
	}
}

func noisyRun(t *testing.T, c Config, form Form, n int, s *State) ([]Measures, *State) {
	t.Helper()
	return seededRun(t, c, form, n, s, 7)
}

func seededRun(t *testing.T, c Config, form Form, n int, s *State, seed uint64) ([]Measures, *State) {
	t.Helper()
	tr := newTestTrainer(t, c, TrainOptions{Form: form, Label: SequenceLabel, NoiseSeed: seed}, s)
	m := steps(t, tr, n, same(labelled(c)), 1)
	after, err := tr.State()
	if err != nil {
		t.Fatal(err)
	}
	return m, after
}

// TestNoiseMovesPicksOnly: noise changes training where it can change a choice, and nothing at all where every visible
// chunk is picked anyway.
func TestNoiseMovesPicksOnly(t *testing.T) {
	for k, matters := range map[int]bool{1: true, 100: false} {
		c := smallConfig()
		c.TopK = k
		quiet, _ := noisyRun(t, c, Dense, 2, NewState(c, 1))
		c.GumbelNoise = true
		noisy, _ := noisyRun(t, c, Dense, 2, NewState(c, 1))
		if changed := quiet[0] != noisy[0] && quiet[1] != noisy[1]; changed != matters {
			t.Errorf("K %d: without noise %+v, with noise %+v", k, quiet, noisy)
		}
	}
}

// TestNoisyFormsTrainAlike: the forms get the same noise.
func TestNoisyFormsTrainAlike(t *testing.T) {
	c := smallConfig()
	c.GumbelNoise = true
	want, _ := noisyRun(t, c, Dense, 3, NewState(c, 1))
	for _, form := range []Form{Dispatch, Gathered} {
		got, _ := noisyRun(t, c, form, 3, NewState(c, 1))
		for i := range want {
			if d := math.Abs(float64(want[i].Loss - got[i].Loss)); d > 1e-5 || want[i].Recall != got[i].Recall {
				t.Errorf("%s, step %d: %+v, want %+v", form, i, got[i], want[i])
			}
		}
	}
}

// TestNoiseResumes: 4 steps are 2 steps, a state and 2 steps, bit for bit.
func TestNoiseResumes(t *testing.T) {
	c := smallConfig()
	c.GumbelNoise, c.TopK = true, 1
	_, want := noisyRun(t, c, Dense, 4, NewState(c, 1))
	_, half := noisyRun(t, c, Dense, 2, NewState(c, 1))
	_, got := noisyRun(t, c, Dense, 2, half)
	if maxDiff(want.Values, got.Values) != 0 {
		t.Errorf("the values differ by %g", maxDiff(want.Values, got.Values))
	}
	_, other := seededRun(t, c, Dense, 2, half, 8) // the negative control: other noise
	if maxDiff(want.Values, other.Values) == 0 {
		t.Error("the seed of the noise does not matter")
	}
}
