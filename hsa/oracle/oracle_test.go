package oracle_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// near compares to the six decimals in which the worked numbers are given.
var near = cmpopts.EquateApprox(0, 1e-6)

// TestWeights: worked chunk weights, newest chunk first (paper.md 10.1).
func TestWeights(t *testing.T) {
	for _, c := range []struct{ scores, stick, softmax, offByOne []float64 }{
		{[]float64{0, 0, 0}, []float64{.5, .25, .125}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.25, .25, .25}},
		{[]float64{2, -1, .5}, []float64{.880797, .032059, .054244}, []float64{.785597, .039113, .175290}, []float64{.710100, .035354, .158445}},
		{[]float64{.5, -1, 2}, []float64{.622459, .101536, .243104}, []float64{.175290, .039113, .785597}, []float64{.158445, .035354, .710100}},
		{[]float64{-3, -3, -3}, []float64{.047426, .045177, .043034}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.043317, .043317, .043317}},
		{[]float64{1, 1}, []float64{.731059, .196612}, []float64{.5, .5}, []float64{.422319, .422319}},
		{[]float64{20, 3, 3}, []float64{1, 1.96e-9, 9.3e-11}, []float64{1, 4.1e-8, 4.1e-8}, []float64{1, 4.1e-8, 4.1e-8}},
		{[]float64{}, []float64{}, nil, nil},
	} {
		for w, want := range map[oracle.Weighting][]float64{oracle.StickBreaking: c.stick, oracle.Softmax: c.softmax, oracle.OffByOne: c.offByOne} {
			if diff := cmp.Diff(want, oracle.Weights(w, c.scores, 0), near); diff != "" {
				t.Errorf("%s of %v (-want +got):\n%s", w, c.scores, diff)
			}
		}
	}
}

// TestStickIsLinearAboveFifteen: above 15 the newest chunk takes all, exactly, as in the published code.
func TestStickIsLinearAboveFifteen(t *testing.T) {
	for score, want := range map[float64]float64{15: 1 / (1 + math.Exp(-15)), math.Nextafter(15, 16): 1, 1000: 1} {
		if got := oracle.Weights(oracle.StickBreaking, []float64{score}, 0)[0]; math.Abs(got-want) > 1e-14 {
			t.Errorf("a score of %v weighs %v, want %v", score, got, want)
		}
	}
}

func TestRankDecay(t *testing.T) {
	got := oracle.Weights(oracle.Softmax, []float64{1, 1, 1}, -math.Ln2)
	if diff := cmp.Diff([]float64{4. / 7, 2. / 7, 1. / 7}, got, near); diff != "" {
		t.Errorf("each older chunk has half the weight (-want +got):\n%s", diff)
	}
}

// TestPick: the example of paper.md 10.2, and ties.
func TestPick(t *testing.T) {
	for _, c := range []struct {
		scores       []float64
		k            int
		older, newer []int
	}{
		{[]float64{.1, .9, -.4}, 3, []int{2, 1, 0}, []int{2, 1, 0}},
		{[]float64{.1, .9, -.4}, 1, []int{1}, []int{1}},
		{[]float64{.1, .9, -.4}, 0, []int{2, 1, 0}, []int{2, 1, 0}},
		{[]float64{1, 1, 1, 1}, 2, []int{1, 0}, []int{3, 2}},
		{[]float64{2, 1, 3, 1}, 3, []int{2, 1, 0}, []int{3, 2, 0}},
		{nil, 2, []int{}, []int{}},
	} {
		if diff := cmp.Diff(c.older, oracle.Pick(c.scores, c.k, false)); diff != "" {
			t.Errorf("%d of %v, older wins (-want +got):\n%s", c.k, c.scores, diff)
		}
		if diff := cmp.Diff(c.newer, oracle.Pick(c.scores, c.k, true)); diff != "" {
			t.Errorf("%d of %v, newer wins (-want +got):\n%s", c.k, c.scores, diff)
		}
	}
}

// worked is the example of paper.md 10.3: one query, two chunks of two tokens, scores -.2 and .3, the older first.
func worked() (oracle.Spec, oracle.Inputs) {
	return oracle.Spec{Batch: 1, Length: 1, First: 4, Chunks: 2, Chunk: 2, Heads: 1, MemoryHeads: 1, RetrievalHeads: 1,
			HeadDim: 2, RetrievalDim: 1, TopK: 2, TokensPerRetrieval: 1, Weighting: oracle.StickBreaking},
		oracle.Inputs{RetrievalQueries: []float64{1}, Landmarks: []float64{-.2, .3}, Q: []float64{1, 0},
			K: []float64{1, 0, 0, 1, 2, 0, -1, 0}, V: []float64{1, 2, 3, 4, 5, 6, 7, 8}}
}

func TestWorkedExample(t *testing.T) {
	for _, c := range []struct {
		w        oracle.Weighting
		offByOne bool
		out      []float64
	}{
		{oracle.StickBreaking, false, []float64{3.313291, 4.079305}},
		{oracle.StickBreaking, true, []float64{2.700069, 3.316061}},
		{oracle.Softmax, false, []float64{3.872453, 4.872452}},
		{oracle.Softmax, true, []float64{3.137912, 3.933157}},
	} {
		spec, in := worked()
		spec.Weighting, spec.OffByOne = c.w, c.offByOne
		got, gradients, err := oracle.Operator{Spec: spec}.Run(in, []float64{1, 1})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.out, got.Out, cmpopts.EquateApprox(0, 2e-6)); diff != "" {
			t.Errorf("%s, off by one %v (-want +got):\n%s", c.w, c.offByOne, diff)
		}
		if diff := cmp.Diff([]float64{11.428167, 4.320954}, gradients.Weights, cmpopts.EquateApprox(0, 1e-5)); !c.offByOne && diff != "" {
			t.Errorf("%s: gradients of the weights, newest first (-want +got):\n%s", c.w, diff)
		}
	}
}

// TestNSA: one softmax over the tokens of both chunks, worked by hand: logits 1/√2, 0, 2/√2, -1/√2.
func TestNSA(t *testing.T) {
	spec, in := worked()
	spec.Weighting = oracle.NSA
	got, gradients, err := oracle.Operator{Spec: spec}.Run(in, []float64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	e := func(x float64) float64 { return math.Exp(x / math.Sqrt2) }
	total := e(1) + e(0) + e(2) + e(-1)
	want := (1*e(1) + 3*e(0) + 5*e(2) + 7*e(-1)) / total
	if diff := cmp.Diff([]float64{want, want + 1}, got.Out, near); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{0, 0}, gradients.Landmarks); diff != "" {
		t.Errorf("the choice has a gradient (-want +got):\n%s", diff)
	}
}

// TestBlocksShareARetrieval: with 2 tokens a retrieval, the second token of a block sees and weighs what the first does.
func TestBlocksShareARetrieval(t *testing.T) {
	spec, in := worked()
	spec.Length, spec.First, spec.TokensPerRetrieval, spec.Chunks = 2, 2, 2, 2
	in.RetrievalQueries, in.Q = []float64{1, -7}, []float64{1, 0, 1, 0}
	got, gradients, err := oracle.Operator{Spec: spec}.Run(in, []float64{1, 1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, -1, 0, -1}, got.Picks); diff != "" {
		t.Errorf("picks (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(got.Weights[:2], got.Weights[2:]); diff != "" {
		t.Errorf("weights of the block differ:\n%s", diff)
	}
	if gradients.RetrievalQueries[1] != 0 || gradients.RetrievalQueries[0] == 0 {
		t.Errorf("gradients of the queries %v: only the first of the block asks", gradients.RetrievalQueries)
	}
}

func TestGap(t *testing.T) {
	spec, in := worked()
	spec.TopK = 1
	if got := spec.Gap(in, 0, 0, 0); math.Abs(got-.5) > 1e-12 {
		t.Errorf("scores -.2 and .3 lie %v apart, want .5", got)
	}
	in.Landmarks = []float64{-20, 30}
	if got := spec.Gap(in, 0, 0, 0); math.Abs(got-50./30) > 1e-12 {
		t.Errorf("scores -20 and 30 lie %v of the largest apart, want 5/3", got)
	}
	if spec.TopK = 2; !math.IsInf(spec.Gap(in, 0, 0, 0), 1) {
		t.Error("with every chunk picked there is no gap")
	}
}

func TestRefuses(t *testing.T) {
	for says, change := range map[string]func(*oracle.Spec, *oracle.Inputs){
		"sizes must be positive":    func(s *oracle.Spec, _ *oracle.Inputs) { s.Length = 0 },
		"must not be negative":      func(s *oracle.Spec, _ *oracle.Inputs) { s.TopK = -1 },
		"multiple of MemoryHeads":   func(s *oracle.Spec, _ *oracle.Inputs) { s.Heads, s.MemoryHeads = 3, 2 },
		"1 or MemoryHeads":          func(s *oracle.Spec, _ *oracle.Inputs) { s.RetrievalHeads = 2 },
		"divide First":              func(s *oracle.Spec, _ *oracle.Inputs) { s.TokensPerRetrieval = 3 },
		"its own unfinished chunk":  func(s *oracle.Spec, _ *oracle.Inputs) { s.HideWindow = 1 },
		"one of Weightings":         func(s *oracle.Spec, _ *oracle.Inputs) { s.Weighting = "mean" },
		"needs Weighting softmax":   func(s *oracle.Spec, _ *oracle.Inputs) { s.RankDecay = true },
		"Landmarks [B C Hr R] has ": func(_ *oracle.Spec, in *oracle.Inputs) { in.Landmarks = in.Landmarks[:1] },
	} {
		spec, in := worked()
		change(&spec, &in)
		if _, _, err := (oracle.Operator{Spec: spec}).Run(in, nil); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
	spec, in := worked()
	if _, _, err := (oracle.Operator{Spec: spec}).Run(in, []float64{1}); err == nil {
		t.Error("a dout that is too short is taken")
	}
}

func ExampleOperator_Run() {
	spec, in := worked()
	result, _, err := oracle.Operator{Spec: spec}.Run(in, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("picks", result.Picks)
	fmt.Printf("weights %.3f\n", result.Weights)
	fmt.Printf("out %.3f\n", result.Out)
	// Output:
	// picks [1 0]
	// weights [0.574 0.192]
	// out [3.313 4.079]
}

func ExampleWeights() {
	scores := []float64{2, -1, .5} // newest first
	for _, w := range oracle.Weightings {
		fmt.Printf("%-14s %.3f\n", w, oracle.Weights(w, scores, 0))
	}
	// Output:
	// stick-breaking [0.881 0.032 0.054]
	// softmax        [0.786 0.039 0.175]
	// off-by-one     [0.710 0.035 0.158]
	// nsa            [1.000 1.000 1.000]
}

func ExamplePick() {
	fmt.Println(oracle.Pick([]float64{.1, .9, -.4, .9}, 1, false), "the older of two equal ones")
	fmt.Println(oracle.Pick([]float64{.1, .9, -.4, .9}, 3, false), "newest first")
	// Output:
	// [1] the older of two equal ones
	// [3 1 0] newest first
}

func ExampleSpec_Visible() {
	plain, hidden := oracle.Spec{Chunk: 64, Chunks: 64}, oracle.Spec{Chunk: 64, Chunks: 64, HideWindow: 512}
	for _, t := range []int{63, 64, 512, 1024} {
		fmt.Println("token", t, "sees", plain.Visible(t), "chunks, or", hidden.Visible(t), "with those in the window hidden")
	}
	// Output:
	// token 63 sees 0 chunks, or 0 with those in the window hidden
	// token 64 sees 1 chunks, or 0 with those in the window hidden
	// token 512 sees 8 chunks, or 1 with those in the window hidden
	// token 1024 sees 16 chunks, or 9 with those in the window hidden
}
