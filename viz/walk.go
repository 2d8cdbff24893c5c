package viz

import (
	"fmt"
	"math"
	"slices"
)

// Walk is one retrieval, step by step: the query, the scores of all visible
// chunks, the K picked, their weights, the attention inside each of them over
// its tokens, and what came out. Pictures show it as a strip, the interactive
// form one step at a time.
type Walk struct {
	Title string
	Query string // the tokens that ask, such as the end of the question

	Scores []float64 // q·landmark of each chunk; NaN where it is not visible
	Gold   []int     // chunks that hold the evidence
	Picks  []Pick    // the K picked, in the order in which the stick is broken, newest first

	Weighting string      // how scores become chunk weights, such as "stick-breaking"
	Output    []Candidate // what came out, the likeliest first

	Provenance Provenance
}

// Pick is one picked chunk of a [Walk].
type Pick struct {
	Chunk     int
	Weight    float64   // from 0 to 1; those of all picks add up to at most 1
	Tokens    []string  // of the chunk
	Attention []float64 // on each token, from 0 to 1, adding up to at most 1
}

// Candidate is a token that may come out, and its probability.
type Candidate struct {
	Token       string
	Probability float64
	Answer      bool // the expected one
}

const maxPicks = 64

// Heading returns the title.
func (w Walk) Heading() string { return short(w.Title, maxTitle) }

// Origin returns where the numbers come from.
func (w Walk) Origin() Provenance { return w.Provenance }

// Alt tells the walk in a few sentences.
func (w Walk) Alt() string {
	if w.Validate() != nil {
		return "Retrieval that cannot be drawn."
	}
	s := fmt.Sprintf("One retrieval “%s”: of %d visible chunks %d are picked.", w.Heading(), w.visible(), len(w.Picks))
	for _, p := range w.Picks {
		if slices.Contains(w.Gold, p.Chunk) {
			s += fmt.Sprintf(" Gold chunk %d has the weight %s.", p.Chunk, number(p.Weight))
		}
	}
	if len(w.Output) > 0 {
		s += fmt.Sprintf(" Out comes “%s” with probability %s.", short(w.Output[0].Token, maxLabel), number(w.Output[0].Probability))
	}
	return s
}

func (w Walk) visible() int {
	n := 0
	for _, s := range w.Scores {
		if !math.IsNaN(s) {
			n++
		}
	}
	return n
}

// maxStems is how many scores are drawn beside one another.
const maxStems = 640

// shownChunks returns the chunks whose scores are drawn: all visible ones, or
// where there are many the highest of those that share a place.
func (w Walk) shownChunks() []int {
	step, _ := bins(len(w.Scores), maxStems)
	var chunks []int
	for from := 0; from < len(w.Scores); from += step {
		best := -1
		for c := from; c < min(from+step, len(w.Scores)); c++ {
			if !math.IsNaN(w.Scores[c]) && (best < 0 || w.Scores[c] > w.Scores[best]) {
				best = c
			}
		}
		if best >= 0 {
			chunks = append(chunks, best)
		}
	}
	return chunks
}

// left returns what of the stick no pick took; what rounding of weights in
// float32 leaves is nothing.
func (w Walk) left() float64 {
	rest := 1.0
	for _, p := range w.Picks {
		rest -= p.Weight
	}
	if rest < 1e-6 {
		return 0
	}
	return rest
}

// Validate refuses a walk without title, query, scores or picks, with picks of
// chunks that are not visible, or weights, attention or probabilities that are
// no shares of 1.
func (w Walk) Validate() error {
	err := requireText(
		named{"Walk.Title", w.Title, "a title"},
		named{"Walk.Query", w.Query, "the tokens that ask"},
		named{"Walk.Weighting", w.Weighting, `how scores become chunk weights, such as "stick-breaking"`},
	)
	if err != nil {
		return err
	}
	if w.visible() == 0 {
		return fmt.Errorf("viz: Walk.Scores has no visible chunk: give one score a chunk, NaN where it is not visible")
	}
	for c, s := range w.Scores {
		if math.IsInf(s, 0) {
			return fmt.Errorf("viz: Walk.Scores[%d] is %g: use NaN for a chunk that is not visible", c, s)
		}
	}
	if err := within("Walk.Gold", w.Gold, len(w.Scores)); err != nil {
		return err
	}
	return w.checkPicks()
}

func (w Walk) checkPicks() error {
	if len(w.Picks) == 0 || len(w.Picks) > maxPicks {
		return fmt.Errorf("viz: Walk.Picks has %d chunks: want 1 to %d", len(w.Picks), maxPicks)
	}
	var weights []float64
	seen := make(map[int]bool)
	for i, p := range w.Picks {
		where := fmt.Sprintf("Walk.Picks[%d]", i)
		switch {
		case p.Chunk < 0 || p.Chunk >= len(w.Scores) || math.IsNaN(w.Scores[p.Chunk]):
			return fmt.Errorf("viz: %s is chunk %d, which is not visible", where, p.Chunk)
		case seen[p.Chunk]:
			return fmt.Errorf("viz: %s is chunk %d again: give each picked chunk once", where, p.Chunk)
		case len(p.Tokens) == 0 || len(p.Tokens) != len(p.Attention):
			return fmt.Errorf("viz: %s has %d tokens and %d attentions: give one of each a token", where, len(p.Tokens), len(p.Attention))
		}
		if err := checkShares(where+".Attention", p.Attention); err != nil {
			return err
		}
		seen[p.Chunk], weights = true, append(weights, p.Weight)
	}
	if err := checkShares("Walk.Picks: the weights", weights); err != nil {
		return err
	}
	var out []float64
	for _, c := range w.Output {
		out = append(out, c.Probability)
	}
	return checkShares("Walk.Output: the probabilities", out)
}

// checkShares refuses numbers outside [0, 1], or that add up to more than 1.
func checkShares(what string, xs []float64) error {
	sum := 0.0
	for i, x := range xs {
		if !(x >= 0 && x <= 1) {
			return fmt.Errorf("viz: %s: number %d is %g: want a share from 0 to 1", what, i, x)
		}
		sum += x
	}
	if sum > 1.001 {
		return fmt.Errorf("viz: %s add up to %g: want at most 1", what, sum)
	}
	return nil
}
