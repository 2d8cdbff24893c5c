package solutions

import "math"

// HalfSticks: σ(0) = 1/2, so the newest takes 1/2, the next half of the other 1/2, the last half of the 1/4 then left.
func HalfSticks() []float64 { return []float64{0.5, 0.25, 0.125} }

// ScoreFor: the newest takes σ(-2), so 1 - σ(-2) = σ(2) is left, of which the second must take the share
// p = 0.5/σ(2); its score is the inverse of σ, ln(p/(1-p)).
func ScoreFor() float64 {
	left := 1 / (1 + math.Exp(-2))
	share := 0.5 / left
	return math.Log(share / (1 - share))
}

// StickWeights takes σ(s) of what is left, newest first.
func StickWeights(scores []float64) []float64 {
	weights, left := make([]float64, len(scores)), 1.0
	for i, s := range scores {
		share := 1 / (1 + math.Exp(-s))
		weights[i] = left * share
		left *= 1 - share
	}
	return weights
}

// StickScores undoes it: the share of what is left, and σ turned around.
func StickScores(weights []float64) []float64 {
	scores, left := make([]float64, len(weights)), 1.0
	for i, w := range weights {
		share := w / left
		scores[i] = math.Log(share / (1 - share))
		left -= w
	}
	return scores
}
