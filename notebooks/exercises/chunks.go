package exercises

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// paperChunks are the 64 chunks of 64 tokens that the paper trains on.
var paperChunks = oracle.Spec{Chunk: 64, Chunks: 64}

// VisibleChunks asks how many chunks a token sees.
var VisibleChunks = Exercise[float64]{
	Name: "visible-chunks",
	Task: "In the paper a chunk has 64 tokens. How many chunks does the token at position 200 see? (Positions count from 0.)",
	Hints: []string{
		"A chunk is visible once it is complete: its last token stands before the token that asks.",
		"Chunk c ends at position 64·(c+1) − 1. For which c is that before 200?",
	},
	Why:   "Chunks 0, 1 and 2 are complete at position 191. The token's own chunk is not, so a token never retrieves its own neighbourhood: that is what the window is for.",
	Right: func(a float64) bool { return near(a, float64(paperChunks.Visible(200))) },
	Mistakes: []Mistake[float64]{
		is(4, "You count the chunk that the token stands in. It is not complete, and it holds what comes after the token as well."),
		is(200.0/64, "Chunks are seen whole or not at all: how many are complete?"),
		is(2, "Chunk 2 ends at position 191, before 200, so it counts."),
		is(192, "That is how many tokens the visible chunks hold. How many chunks are they?"),
	},
}

// handScore is a query and a landmark to multiply by hand.
var handScore = struct{ query, landmark []float64 }{[]float64{1, 2, 2, 0}, []float64{4, -1, 3, 5}}

// ScoreByHand asks for one score.
var ScoreByHand = Exercise[float64]{
	Name: "score-by-hand",
	Task: "The query is (1, 2, 2, 0), a landmark (4, −1, 3, 5). What is the chunk's score?",
	Hints: []string{
		"The score is q·landmark/√R, with R the number of numbers in each.",
		"The product is 4 − 2 + 6 + 0, and √4 is 2.",
	},
	Why:   "One product a chunk, whatever is in it: for 1M tokens in chunks of 64 that is 16,384 products instead of a million.",
	Right: func(a float64) bool { return near(a, handProduct()/math.Sqrt(4)) },
	Mistakes: []Mistake[float64]{
		is(handProduct(), "That is the product. A score is divided by √R, so that it does not grow with the size of the vectors."),
		is(handProduct()/4, "You divided by R. It is the root of it: a product of R random numbers grows like √R."),
		is(handProduct()/(floats.Norm(handScore.query, 2)*floats.Norm(handScore.landmark, 2)), "That is the cosine. Lengths count here: a landmark may shout."),
		is(6, "Mind the sign: 2 · (−1) is taken off."),
	},
}

func handProduct() float64 { return floats.Dot(handScore.query, handScore.landmark) }

// BestTwo asks for the picks of one token.
var BestTwo = Exercise[[]int]{
	Name: "best-two",
	Task: "Chunks 0 to 4 score 0.1, 0.9, −0.4, 5 and 7. The token at position 200 (chunks of 64 again) picks the top 2. Which, newest first?",
	Hints: []string{
		"First: which of the five does the token see at all? You computed how many.",
		"It sees chunks 0, 1 and 2. The two best of 0.1, 0.9, −0.4, and the newer one first.",
	},
	Why: "Visibility comes before scores: what lies ahead is not picked, however well it would fit. Picks are listed newest first because that is the order in which the stick is broken (notebook 21).",
	Right: func(a []int) bool {
		return slices.Equal(a, oracle.Pick(fiveScores[:paperChunks.Visible(200)], 2, false))
	},
	Mistakes: []Mistake[[]int]{
		{func(a []int) bool { return len(a) != 2 }, "Two chunks: Check([]int{…, …})."},
		{func(a []int) bool { return slices.ContainsFunc(a, func(c int) bool { return c > 2 && c < 5 }) },
			"Chunks 3 and 4 score best, but the token at 200 does not see them: they are not complete."},
		{func(a []int) bool { return slices.Equal(a, []int{0, 1}) }, "The right two, oldest first. The list starts with the newest."},
		{func(a []int) bool { return slices.Equal(a, []int{2, 1}) }, "Those are the two newest. Wanted are the two that score best, in the order newest first."},
	},
}

var fiveScores = []float64{0.1, 0.9, -0.4, 5, 7}
