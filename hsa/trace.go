package hsa

import "math/bits"

// TraceParts says what a run reports of its retrievals, beside picks and scores.
type TraceParts uint8

const (
	// TraceWeights reports the chunk weights; Tail always does.
	TraceWeights TraceParts = 1 << iota
	// TraceBranches reports how large each branch of the HSA layer was.
	TraceBranches
	// TraceInside reports the attention inside the picked chunks over their tokens.
	TraceInside
	// TraceMass reports the log attention mass log Σ_j exp(q·k_j/sqrt(D)) of every visible chunk, with the query of the
	// HSA layer: what a score estimates (Eq. 4). It copies the keys of all chunks out: for short texts.
	TraceMass
)

// count is the number of parts.
func (p TraceParts) count() int { return bits.OnesCount8(uint8(p)) }

// Tail is the outcome of the upper half over the last tokens of a stream.
type Tail struct {
	First  int         // position of the first token
	Len    int         // number of tokens T
	Vocab  int         // logits a token
	Logits []float32   // [T Vocab]
	Groups []TailGroup // what each group retrieved
}

// TailGroup is what one group scored, picked and weighted for the tokens of a tail.
type TailGroup struct {
	Heads int     // retrieval heads
	Picks [][]int // [Heads·T] chunks picked, newest first; fewer than K where fewer are visible
	// Weights[i][k] is the chunk weight of Picks[i][k]; Scores[i][k] its score q·landmark/sqrt(R).
	Weights, Scores [][]float32
	// AllScores[i] are the scores of every visible chunk, kept only when asked for.
	AllScores [][]float32
	// Branches, Inside and Mass are there only where the trace asks for them.
	Branches []BranchNorms // [T]
	// Inside[i·T+t][k] is the attention of query head i and token t over the tokens of the k-th chunk that its retrieval
	// head picked [S]; it sums to 1, or to less with OffByOne.
	Inside [][][]float32
	// Mass[i·T+t] is the log attention mass of every visible chunk for query head i and token t.
	Mass [][]float32
}

// BranchNorms are the L2 norms, for one token, of the parts that meet in an HSA layer (Eq. 6).
type BranchNorms struct {
	Input     float32 `json:"input"`     // x, behind the layer's own window attention where it has one
	Window    float32 `json:"window"`    // what that window attention added; 0 where there is none
	Retrieved float32 `json:"retrieved"` // H(x): what came out of the chunks
	MLP       float32 `json:"mlp"`       // M(x + H)
	Output    float32 `json:"output"`
}

// Row is the index into Picks, Weights and Scores of a head and a token of the tail.
func (t *Tail) Row(head, token int) int { return head*t.Len + token }

// Predict is the most likely next token after position First+token.
func (t *Tail) Predict(token int) int32 {
	row := t.Logits[token*t.Vocab : (token+1)*t.Vocab]
	best := 0
	for i, v := range row {
		if v > row[best] {
			best = i
		}
	}
	return int32(best)
}

// Rank is how many visible chunks score above the given chunk for that row, or -1 without AllScores or when the
// chunk is not visible.
func (g *TailGroup) Rank(row, chunk int) int {
	if g.AllScores == nil || chunk < 0 || chunk >= len(g.AllScores[row]) {
		return -1
	}
	rank, own := 0, g.AllScores[row][chunk]
	for _, s := range g.AllScores[row] {
		if s > own {
			rank++
		}
	}
	return rank
}

// Weight is the chunk weight of a chunk for that row, and whether it was picked.
func (g *TailGroup) Weight(row, chunk int) (weight float32, picked bool) {
	for k, c := range g.Picks[row] {
		if c == chunk {
			return g.Weights[row][k], true
		}
	}
	return 0, false
}
