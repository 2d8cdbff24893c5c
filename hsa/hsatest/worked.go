package hsatest

import (
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// weightTable holds worked chunk weights, newest chunk first (paper.md 10.1).
var weightTable = []struct{ scores, stick, softmax, offByOne []float64 }{
	{[]float64{0, 0, 0}, []float64{.5, .25, .125}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.25, .25, .25}},
	{[]float64{2, -1, .5}, []float64{.880797, .032059, .054244}, []float64{.785597, .039113, .175290}, []float64{.710100, .035354, .158445}},
	{[]float64{.5, -1, 2}, []float64{.622459, .101536, .243104}, []float64{.175290, .039113, .785597}, []float64{.158445, .035354, .710100}},
	{[]float64{-3, -3, -3}, []float64{.047426, .045177, .043034}, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{.043317, .043317, .043317}},
	{[]float64{20, 3, 3}, []float64{1, 1.96e-9, 9.3e-11}, []float64{1, 4.1e-8, 4.1e-8}, []float64{1, 4.1e-8, 4.1e-8}},
}

// workedWeights wants the weights of the table. A chunk that scores far below and is not picked lies among the others: it
// must neither take weight nor shorten the stick.
func (s operatorSuite) workedWeights() (float64, error) {
	worst := 0.0
	for _, row := range weightTable {
		for w, want := range map[oracle.Weighting][]float64{oracle.StickBreaking: row.stick, oracle.Softmax: row.softmax, oracle.OffByOne: row.offByOne} {
			p := scoresAlone(slices.Insert(slices.Clone(row.scores), 1, -1000), w)
			p.Spec.TopK = len(want)
			got, err := s.op.run(p)
			if err != nil {
				return 0, err
			}
			e := Relative(want, got.Result.Weights, 1)
			worst = max(worst, e)
		}
	}
	return worst, nil
}

// scoresAlone is one token between chunks of one token each that have those scores, newest first.
func scoresAlone(scores []float64, w oracle.Weighting) Problem {
	landmarks := slices.Clone(scores)
	slices.Reverse(landmarks)
	n := len(scores)
	return Problem{
		Spec: oracle.Spec{Batch: 1, Length: 1, First: n, Chunks: n, Chunk: 1, Heads: 1, MemoryHeads: 1, RetrievalHeads: 1,
			HeadDim: 2, RetrievalDim: 1, TokensPerRetrieval: 1, Weighting: w},
		In:   oracle.Inputs{RetrievalQueries: []float64{1}, Landmarks: landmarks, Q: []float64{1, 0}, K: make([]float64, 2*n), V: make([]float64, 2*n)},
		Dout: []float64{1, 1},
	}
}

// workedExample is paper.md 10.3: two chunks of two tokens, with gradients. The scores being 1·landmark, the gradients of
// the landmarks are ds, worked from dw = (4.320954, 11.428167), the older chunk first.
func (s operatorSuite) workedExample() (float64, error) {
	worst := 0.0
	for _, c := range []struct {
		w                     oracle.Weighting
		offByOne              bool
		weights, out, dScores []float64 // newest first, but dScores oldest first as landmarks are
	}{
		{oracle.StickBreaking, false, []float64{.574443, .191572}, []float64{3.313291, 4.079305}, []float64{.455137, 2.318203}},
		{oracle.StickBreaking, true, []float64{.574443, .191572}, []float64{2.700069, 3.316061}, nil},
		{oracle.Softmax, false, []float64{.622459, .377541}, []float64{3.872453, 4.872452}, []float64{-1.670222, 1.670222}},
		{oracle.Softmax, true, []float64{.622459, .377541}, []float64{3.137912, 3.933157}, nil},
	} {
		p := scoresAlone([]float64{.3, -.2}, c.w)
		p.Spec.Chunk, p.Spec.First, p.Spec.TopK, p.Spec.OffByOne = 2, 4, 2, c.offByOne
		p.In.K, p.In.V = []float64{1, 0, 0, 1, 2, 0, -1, 0}, []float64{1, 2, 3, 4, 5, 6, 7, 8}
		got, err := s.op.run(p)
		if err != nil {
			return 0, err
		}
		if !slices.Equal(got.Picks, []int{1, 0}) {
			return math.Inf(1), fmt.Errorf("picks %v, want [1 0]: newest first", got.Picks)
		}
		worst = max(worst, Relative(c.weights, got.Result.Weights, 1), Relative(c.out, got.Out, 1))
		if c.dScores != nil {
			worst = max(worst, Relative(c.dScores, got.Grads.Landmarks, 1))
		}
	}
	return worst, nil
}

// workedPicks is the example of paper.md 10.2: five chunks of 64 tokens, the newest with the largest scores, three picks.
func (s operatorSuite) workedPicks() (float64, error) {
	worst := 0.0
	for token, want := range map[int]struct {
		picks   []int
		weights []float64
	}{
		200: {[]int{2, 1, 0}, []float64{.401312, .425637, .090848}}, // scores -.4, .9, .1; the chunks with 5 and 7 are not visible
		70:  {[]int{0, -1, -1}, []float64{.524979, 0, 0}},
		63:  {[]int{-1, -1, -1}, []float64{0, 0, 0}},
	} {
		p := scoresAlone([]float64{7, 5, -.4, .9, .1}, oracle.StickBreaking)
		p.Spec.Chunk, p.Spec.First, p.Spec.TopK = 64, token, 3
		p.In.K, p.In.V = make([]float64, 5*64*2), make([]float64, 5*64*2)
		got, err := s.op.run(p)
		if err != nil {
			return 0, err
		}
		if !slices.Equal(got.Picks, want.picks) {
			return math.Inf(1), fmt.Errorf("token %d picks %v, want %v", token, got.Picks, want.picks)
		}
		worst = max(worst, Relative(want.weights, got.Result.Weights, 1))
	}
	return worst, nil
}

// edges are tokens at chunk edges with the number of chunks that they see, of chunks of 64: all, and with those inside a
// window of 512 hidden (paper.md 10.2).
var edges = []struct{ token, plain, hidden int }{
	{0, 0, 0}, {63, 0, 0}, {64, 1, 0}, {127, 1, 0}, {128, 2, 0}, {511, 7, 0}, {512, 8, 1}, {575, 8, 1}, {576, 9, 2},
	{1023, 15, 8}, {1024, 16, 9}, {4095, 63, 56}, {4096, 64, 57},
}

// visibility reads 4,097 tokens and looks at the edges.
func (s operatorSuite) visibility() error {
	for _, window := range []int{0, 512} {
		spec := oracle.Spec{Batch: 1, Length: 4097, Chunks: 64, Chunk: 64, Heads: 1, MemoryHeads: 1, RetrievalHeads: 1,
			HeadDim: 2, RetrievalDim: 1, TopK: 8, TokensPerRetrieval: 1, HideWindow: window, Weighting: oracle.Softmax}
		p := Fill(spec, TiedScores, s.Seed)
		p.Dout = nil
		got, err := s.op.run(p)
		if err != nil {
			return err
		}
		for _, e := range edges {
			want := e.plain
			if window > 0 {
				want = e.hidden
			}
			if seen := finite(got.Scores[e.token*64 : (e.token+1)*64]); seen != want {
				return fmt.Errorf("token %d sees %d chunks, want %d (window hidden: %v)", e.token, seen, want, window > 0)
			}
			if picks := got.Picks[e.token*8 : (e.token+1)*8]; picks[0] >= want || count(picks) != min(8, want) {
				return fmt.Errorf("token %d picks %v of %d visible chunks (window hidden: %v)", e.token, picks, want, window > 0)
			}
		}
	}
	return nil
}

// finite is how many leading values are finite: chunks are visible oldest first.
func finite(x []float64) int {
	n := slices.IndexFunc(x, func(v float64) bool { return math.IsInf(v, -1) })
	if n < 0 {
		return len(x)
	}
	return n
}

func count(picks []int) int {
	n := 0
	for _, c := range picks {
		if c >= 0 {
			n++
		}
	}
	return n
}
