package oracle

import "fmt"

// Weighting says how the scores of the picked chunks become chunk weights (Eq. 1). The values are those of
// hsa.Weighting.
type Weighting string

// The weightings; weights.go has their formulas.
const (
	StickBreaking Weighting = "stick-breaking"
	Softmax       Weighting = "softmax"
	OffByOne      Weighting = "off-by-one"
	NSA           Weighting = "nsa"
)

// Weightings are all of them.
var Weightings = []Weighting{StickBreaking, Softmax, OffByOne, NSA}

// Spec holds the sizes and switches of one operator.
type Spec struct {
	Batch  int // B
	Length int // L: tokens that ask
	First  int // position of the first of them; a multiple of TokensPerRetrieval
	Chunks int // C: chunks in memory
	Chunk  int // S: tokens a chunk

	Heads          int // Hq: query heads
	MemoryHeads    int // Hm: key/value heads; query head i reads memory head i/(Hq/Hm)
	RetrievalHeads int // Hr: Hm, or 1 that serves all memory heads
	HeadDim        int // D
	RetrievalDim   int // R: width of one retrieval head

	TopK               int // K; 0 picks every visible chunk
	TokensPerRetrieval int // n: blocks of n tokens share the retrieval of their first token
	HideWindow         int // W > 0: chunks that lie wholly inside the window of W are not visible
	Weighting          Weighting
	RankDecay          bool // softmax only: Inputs.RankDecay times the slot's rank is added to its score
	OffByOne           bool // 1 is added to the denominator of every softmax over tokens
	NewerWinsTies      bool // of equal scores at the K boundary the newer chunk is picked, else the older
}

// Slots is the number of picks kept a token: K, or fewer where there are fewer chunks.
func (s Spec) Slots() int {
	if s.TopK == 0 {
		return s.Chunks
	}
	return min(s.TopK, s.Chunks)
}

// Inputs are the tensors of one operator, row-major.
type Inputs struct {
	RetrievalQueries []float64 // [B L Hr R]
	Landmarks        []float64 // [B C Hr R]
	Q                []float64 // [B L Hq D]
	K, V             []float64 // [B C·S Hm D]
	RankDecay        float64
}

// Result is what the operator computes.
type Result struct {
	Scores  []float64 // [B L Hr C]: those that serve the token, -Inf where the chunk is not visible
	Picks   []int     // [B L Hm K]: newest first, -1 in slots without a chunk, which come last
	Weights []float64 // [B L Hm K]: 0 in slots without a chunk; with NSA 1 in the others
	Out     []float64 // [B L Hq D]: 0 where nothing is visible
}

// Gradients are those of Σ out·dout with respect to the inputs, and to the chunk weights.
type Gradients struct {
	Inputs
	Weights []float64 // [B L Hm K]: summed over the query heads of the memory head
}

// Validate reports the first contradiction.
func (s Spec) Validate() error {
	for _, r := range []struct {
		holds bool
		want  string
	}{
		{min(s.Batch, s.Length, s.Chunks, s.Chunk, s.Heads, s.MemoryHeads, s.RetrievalHeads, s.HeadDim, s.RetrievalDim) > 0, "sizes must be positive"},
		{s.TopK >= 0 && s.First >= 0 && s.HideWindow >= 0, "TopK, First and HideWindow must not be negative"},
		{s.MemoryHeads > 0 && s.Heads%s.MemoryHeads == 0, "Heads must be a multiple of MemoryHeads"},
		{s.RetrievalHeads == 1 || s.RetrievalHeads == s.MemoryHeads, "RetrievalHeads must be 1 or MemoryHeads"},
		{s.TokensPerRetrieval > 0 && s.First%max(1, s.TokensPerRetrieval) == 0, "TokensPerRetrieval must be positive and divide First"},
		{s.HideWindow == 0 || s.HideWindow >= s.Chunk, "HideWindow must be 0 or at least Chunk, or a token would see its own unfinished chunk"},
		{s.Weighting == StickBreaking || s.Weighting == Softmax || s.Weighting == OffByOne || s.Weighting == NSA, "Weighting must be one of Weightings"},
		{!s.RankDecay || s.Weighting == Softmax, "RankDecay needs Weighting softmax"},
	} {
		if !r.holds {
			return fmt.Errorf("operator: %s, got %+v", r.want, s)
		}
	}
	return nil
}

// Check reports the first tensor whose size does not fit; dout may be nil.
func (s Spec) Check(in Inputs, dout []float64) error {
	if err := s.Validate(); err != nil {
		return err
	}
	memory := s.Batch * s.Chunks * s.Chunk * s.MemoryHeads * s.HeadDim
	context := s.Batch * s.Length * s.Heads * s.HeadDim
	for _, t := range []struct {
		name      string
		got, want int
	}{
		{"RetrievalQueries [B L Hr R]", len(in.RetrievalQueries), s.Batch * s.Length * s.RetrievalHeads * s.RetrievalDim},
		{"Landmarks [B C Hr R]", len(in.Landmarks), s.Batch * s.Chunks * s.RetrievalHeads * s.RetrievalDim},
		{"Q [B L Hq D]", len(in.Q), context},
		{"K [B C·S Hm D]", len(in.K), memory},
		{"V [B C·S Hm D]", len(in.V), memory},
	} {
		if t.got != t.want {
			return fmt.Errorf("operator: %s has %d values, want %d", t.name, t.got, t.want)
		}
	}
	if dout != nil && len(dout) != context {
		return fmt.Errorf("operator: dout [B L Hq D] has %d values, want %d", len(dout), context)
	}
	return nil
}

// rows is a tensor [n0 n1 n2 n3] seen as rows of n3.
type rows struct {
	data       []float64
	n1, n2, n3 int
}

func (r rows) at(i0, i1, i2 int) []float64 {
	start := ((i0*r.n1+i1)*r.n2 + i2) * r.n3
	return r.data[start : start+r.n3]
}
