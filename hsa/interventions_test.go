package hsa

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// intervene makes a model with interventions that lives as long as the test.
func intervene(t testing.TB, m *Model, list ...Intervention) *Model {
	t.Helper()
	n, err := m.With(list...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	return n
}

var exampleInterventions = map[string][]Intervention{
	"mask":       {MaskChunks(3, 7)},
	"mask all":   {MaskChunks(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)},
	"force":      {ForceChunks(1)},
	"force more": {ForceChunks(5, 2, 9)},
	"landmark":   {ReplaceLandmark(2, []float32{3, -3, 2, 1, 0, 4, -2, 1})},
	"scale":      {ScaleHSA(0, 0.5)},
	"cut":        {ScaleHSA(0, 0)},
	"top-K":      {SetTopK(1)},
	"all chunks": {SetTopK(AllChunks)},
	"window":     {SetWindow(5)},
	"weighting":  {SetWeighting(WeightStickBreaking)},
	"several":    {MaskChunks(0), ForceChunks(4), ScaleHSA(0, 2), SetTopK(3), SetWeighting(WeightNSA)},
}

// TestInterventions: each changes the output, in a stream as in one shot, and leaves the model it was made of as it was.
func TestInterventions(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(5, 8)), c.Vocab, 61)
	before := oneShot(t, m, tokens)
	for name, list := range exampleInterventions {
		if !isGoBackend(testBackend(t)) && name != "several" {
			continue // each model compiles its graphs for minutes
		}
		t.Run(name, func(t *testing.T) {
			n := intervene(t, m, list...)
			want := oneShot(t, n, tokens)
			if d := maxDiff(before, want); d < 1e-3 {
				t.Errorf("logits differ by %g only", d)
			}
			gathered, err := n.Logits(tokens, len(tokens), 0, Gathered)
			if err != nil {
				t.Fatal(err)
			}
			if d := maxDiff(want, gathered); d > 1e-5 {
				t.Errorf("the gather form differs by %g", d)
			}
			tail := streamed(t, n, tokens, []int{7, 3}, 20, TailOptions{})
			if d := maxDiff(want[41*c.Vocab:], tail.Logits); d > 1e-5 {
				t.Errorf("a tail differs by %g", d)
			}
			s := n.NewStream(StreamOptions{})
			defer s.Free()
			checkNext(t, s, tokens, 0, want)
			if d := maxDiff(before, oneShot(t, m, tokens)); d != 0 {
				t.Errorf("the model itself changed by %g", d)
			}
		})
	}
}

// TestMaskAndForce: masked chunks are never picked, forced ones wherever they are visible, with the scores they have.
func TestMaskAndForce(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(5, 8)), c.Vocab, 61)
	plain := streamed(t, m, tokens, []int{61}, 61, TailOptions{AllScores: true}).Groups[0]
	n := intervene(t, m, MaskChunks(0, 3), ForceChunks(1))
	got := streamed(t, n, tokens, []int{61}, 61, TailOptions{AllScores: true}).Groups[0]
	for row, picks := range got.Picks {
		if slices.Contains(picks, 0) || slices.Contains(picks, 3) {
			t.Fatalf("row %d picked a masked chunk: %v", row, picks)
		}
		if visible := c.Visible(row % 61); visible > 1 && !slices.Contains(picks, 1) {
			t.Fatalf("row %d of %d visible chunks did not pick the forced one: %v", row, visible, picks)
		}
		if d := maxDiff(plain.AllScores[row], got.AllScores[row]); d > 1e-5 {
			t.Fatalf("row %d: scores differ by %g", row, d)
		}
		for k, chunk := range picks {
			if math.Abs(float64(got.Scores[row][k]-got.AllScores[row][chunk])) > 1e-6 {
				t.Fatalf("row %d: chunk %d was picked with score %v, it has %v", row, chunk, got.Scores[row][k], got.AllScores[row][chunk])
			}
		}
	}
}

// TestReplaceLandmark changes the scores of its chunk alone.
func TestReplaceLandmark(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(5, 8)), c.Vocab, 61)
	n := intervene(t, m, ReplaceLandmark(2, make([]float32, c.LandmarkSize())))
	want := streamed(t, m, tokens, []int{5}, 20, TailOptions{AllScores: true}).Groups[0]
	got := streamed(t, n, tokens, []int{5}, 20, TailOptions{AllScores: true}).Groups[0]
	for row, scores := range got.AllScores {
		for chunk, score := range scores {
			switch {
			case chunk == 2 && score != 0:
				t.Fatalf("score %v for a landmark of zeros", score)
			case chunk != 2 && score != want.AllScores[row][chunk]:
				t.Fatalf("chunk %d has score %v, before %v", chunk, score, want.AllScores[row][chunk])
			}
		}
	}
}

func TestInterventionsRefuse(t *testing.T) {
	c := smallConfig()
	c.RankDecay = true
	m := testModel(t, c)
	nan := float32(math.NaN())
	for says, change := range map[string]Intervention{
		"chunk -1":             MaskChunks(2, -1),
		"chunk -2":             ForceChunks(-2),
		"with 3 values":        ReplaceLandmark(0, make([]float32, 3)),
		"not a number":         ReplaceLandmark(0, []float32{0, 0, 0, 0, nan, 0, 0, 0}),
		"scale 1 of group 1":   ScaleHSA(1, 1),
		"scale NaN of group 0": ScaleHSA(0, nan),
		"a top-K of 0":         SetTopK(0),
		"a top-K of -7":        SetTopK(-7),
		"rank_decay":           SetWeighting(WeightStickBreaking),
		"window":               SetWindow(0),
		"weighting":            SetWeighting("none"),
	} {
		if _, err := m.With(change); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
}

// TestWithSharesWeights: the weights live as long as one model needs them.
func TestWithSharesWeights(t *testing.T) {
	c := smallConfig()
	m, err := NewModel(testBackend(t), &Weights{Config: c, Values: livelyValues(c, 11)})
	if err != nil {
		t.Fatal(err)
	}
	n := intervene(t, m, SetTopK(1))
	m.Close()
	m.Close() // a second time does nothing
	if _, err := n.Logits([]int32{1, 2, 3}, 1, 0, Dense); err != nil {
		t.Errorf("the model was closed and the one made of it fails: %v", err)
	}
	if _, err := m.Logits([]int32{1, 2, 3}, 1, 0, Dense); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a closed model ran: %v", err)
	}
}

// ExampleModel_With cuts what the HSA layer retrieves out of a model, without another set of weights.
func ExampleModel_With() {
	backend, err := OpenBackend("go")
	if err != nil {
		panic(err)
	}
	c := Nano(32)
	m, err := NewModel(backend, &Weights{Config: c, Values: c.InitialValues(1)})
	if err != nil {
		panic(err)
	}
	defer m.Close()
	blind, err := m.With(ScaleHSA(0, 0))
	if err != nil {
		panic(err)
	}
	defer blind.Close()
	text := make([]int32, 100)
	for i := range text {
		text[i] = int32(i % 32)
	}
	answer := func(m *Model) float32 {
		logits, err := m.Logits(text, 1, 0, Dense)
		if err != nil {
			panic(err)
		}
		return logits[0]
	}
	seeing, cut := answer(m), answer(blind)
	text[3] = 9 // far behind every window
	fmt.Println(answer(m) != seeing, answer(blind) != cut)
	// Output: true false
}
