package exercises

import (
	"math"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// stickWeights are the weights by the definition, newest first.
func stickWeights(scores []float64) []float64 { return oracle.Weights(oracle.StickBreaking, scores, 0) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// HalfSticks asks for the weights of three chunks that all score 0.
var HalfSticks = Exercise[[]float64]{
	Name: "half-sticks",
	Task: "Three chunks are picked and all score 0. What are their weights, newest first?",
	Hints: []string{
		"σ(0) is one half: each chunk takes half of what it finds. How much does the second one find?",
		"The newest takes 1/2 of 1, the next 1/2 of the 1/2 that is left, the last 1/2 of what is left then.",
	},
	Why:   "Equal scores do not mean equal weights: of equals the newest gets most, and 1/8 of the stick is left for nobody.",
	Right: func(a []float64) bool { return nearAll(a, stickWeights([]float64{0, 0, 0})) },
	Mistakes: []Mistake[[]float64]{
		areAll("That is softmax, which shares everything out. Here each chunk takes its part of what the newer ones left.", 1/3.0, 1/3.0, 1/3.0),
		areAll("Each takes half of what is LEFT, not half of the whole stick: three halves are more than the stick has.", 0.5, 0.5, 0.5),
		areAll("That is the right list from the wrong end: the stick is broken from the newest chunk to the oldest.", 0.125, 0.25, 0.5),
		areAll("The last chunk takes half of the 1/4 it finds, as the others did. Nothing says that the stick must be used up.", 0.5, 0.25, 0.25),
		wrongCount(3, "Three chunks, three weights: Check([]float64{…, …, …})."),
	},
}

// ScoreFor asks for the score that gives the second chunk half of the whole stick.
var ScoreFor = Exercise[float64]{
	Name: "score-for-half",
	Task: "The newest picked chunk scores −2. What must the second one score to get a weight of exactly 0.5?",
	Hints: []string{
		"The newest takes σ(−2) of the stick. What is left, and what part of that is 0.5?",
		"You need σ(s) = 0.5 / (1 − σ(−2)). The inverse of σ(s) = p is s = ln(p / (1 − p)).",
	},
	Why: "A weight is not a matter of the chunk's own score alone: what newer chunks took has to be made up for.",
	Right: func(a float64) bool {
		return near(stickWeights([]float64{-2, a})[1], 0.5) && near(a, logit(0.5/sigmoid(2)))
	},
	Mistakes: []Mistake[float64]{
		is(0, "A score of 0 takes half of what is left, and the newest chunk has taken σ(−2) already: a little more than 0 is needed."),
		is(0.5, "The weight is to be 0.5, not the score: the score s takes σ(s) of what is left."),
		is(2, "σ(2) is what is left of the stick, so 2 is nearly the whole of it. You need half of the whole stick."),
		is(-logit(0.5/sigmoid(2)), "The sign is turned: a larger share needs a larger score. s = ln(p / (1 − p))."),
		is(0.5/sigmoid(2), "That is the share σ(s) that is needed. The score is its inverse: s = ln(p / (1 − p))."),
	},
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }
