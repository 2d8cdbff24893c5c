package exercises

import (
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// StickWeights asks for stick-breaking as a function.
var StickWeights = Exercise[func([]float64) []float64]{
	Name: "stick-weights",
	Task: "Write stick-breaking: func(scores []float64) []float64 takes the scores of the picked chunks, newest first, and returns their weights. " +
		"It is tried on lists of scores, also on 20, 800 and −800.",
	Hints: []string{
		"One loop and one variable: what is left of the stick, which starts at 1. math.Exp is there.",
		"Each turn: share := 1 / (1 + math.Exp(-s)); weight = left * share; left = left * (1 - share). Newest first is the order of the list.",
	},
	Why:   "That is the operator of the paper (Eq. 1c). The library computes exp(s − Σ softplus(s)) instead, so that small weights survive in float32.",
	Blank: empty,
	Right: func(f func([]float64) []float64) bool {
		return agree(f, stickWeights, scoreLists()) && agree(f, stickWeights, largeScores)
	},
	Mistakes: []Mistake[func([]float64) []float64]{
		{func(f func([]float64) []float64) bool { return len(f([]float64{0, 0})) != 2 },
			"The function must return one weight a score: make([]float64, len(scores)) is a start."},
		like(func(s []float64) []float64 { return oracle.Weights(oracle.Softmax, s, 0) },
			"That is softmax: the weights add up to 1 and the order does not matter. Let each chunk take σ(s) of what is left."),
		like(oldestFirst, "You break the stick from the oldest chunk on. The list has the newest first: go through it from the start."),
		like(sharesOfAll, "Each weight is σ(s) of the whole stick. Multiply by what the newer chunks left, and take it off."),
		like(leftBySum, "What is left is multiplied by 1 − σ(s) each time; you subtract σ(s), as if each had broken a part of the WHOLE stick."),
		{func(f func([]float64) []float64) bool { return agree(f, stickWeights, scoreLists()) },
			"Right for small scores, but not for 800 or −800: math.Exp(800) is +Inf, and Inf/Inf is not a number. Use 1 / (1 + math.Exp(-s)), which saturates."},
	},
}

// empty reports a function that returns nothing yet.
func empty(f func([]float64) []float64) bool {
	defer func() { _ = recover() }() // one that panics is no empty one
	return f([]float64{0.5}) == nil
}

// largeScores overflow exp(s)/(1+exp(s)).
var largeScores = [][]float64{{20, 3, 3}, {800, 0}, {-800, 0}}

// like is the mistake of writing another function.
func like(wrong func([]float64) []float64, hint string) Mistake[func([]float64) []float64] {
	return Mistake[func([]float64) []float64]{func(f func([]float64) []float64) bool { return agree(f, wrong, scoreLists()) }, hint}
}

func oldestFirst(scores []float64) []float64 {
	s := slices.Clone(scores)
	slices.Reverse(s)
	w := stickWeights(s)
	slices.Reverse(w)
	return w
}

func sharesOfAll(scores []float64) []float64 {
	var w []float64
	for _, s := range scores {
		w = append(w, sigmoid(s))
	}
	return w
}

func leftBySum(scores []float64) []float64 {
	w, left := []float64(nil), 1.0
	for _, s := range scores {
		w = append(w, left*sigmoid(s))
		left -= sigmoid(s)
	}
	return w
}

// StickScores asks for the inverse: scores from weights.
var StickScores = Exercise[func([]float64) []float64]{
	Name: "stick-scores",
	Task: "Go back: write func(weights []float64) []float64 that finds the scores, newest first, from which stick-breaking makes these weights. " +
		"(All weights are above 0 and add up to less than 1.)",
	Hints: []string{
		"Undo the loop: you know what is left before each chunk, and what the chunk took.",
		"Its share is weight / left, its score ln(share / (1 − share)), and left becomes left − weight.",
	},
	Why: "So every list of weights that adds up to less than 1 can be had: stick-breaking forces no order on the weights, " +
		"and unlike softmax it has exactly one list of scores for each.",
	Blank: empty,
	Right: func(f func([]float64) []float64) bool {
		return agree(func(s []float64) []float64 { return f(stickWeights(s)) }, slices.Clone, scoreLists())
	},
	Mistakes: []Mistake[func([]float64) []float64]{
		{func(f func([]float64) []float64) bool { return len(f([]float64{0.5, 0.25})) != 2 },
			"The function must return one score a weight."},
		unlike(func(w []float64) []float64 { return each(w, logit) },
			"ln(w / (1 − w)) is right for the newest chunk only. The others took their share of what was left: divide by it first."),
		unlike(func(w []float64) []float64 { return each(w, math.Log) },
			"ln(w) undoes softmax, up to a constant. Here a weight is σ(score) times what was left: first find the share, then undo σ."),
	},
}

// unlike is the mistake of inverting by another function.
func unlike(wrong func([]float64) []float64, hint string) Mistake[func([]float64) []float64] {
	return Mistake[func([]float64) []float64]{func(f func([]float64) []float64) bool {
		weights := [][]float64{{0.5, 0.25, 0.125}, {0.2, 0.3, 0.1}}
		return agree(f, wrong, weights)
	}, hint}
}

func each(xs []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = f(x)
	}
	return out
}
