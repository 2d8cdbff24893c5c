package figures

import (
	"math/rand/v2"

	"github.com/hsalab/hsalab/experiments/results"
)

// curveRows are rows of two models trained at 128 and 256 tokens, right with a chance that falls with length.
func curveRows() []results.Row {
	rng := rand.New(rand.NewPCG(1, 2))
	var rows []results.Row
	for _, m := range []struct {
		name, task, haystack string
		trained              int
	}{{"nano", "recall-plain-noise", "noise", 128}, {"nano-text", "recall-text", "text", 256}} {
		for _, ratio := range []int{64, 1, 16} { // not in order
			for sample := range 4 {
				for query := range 8 {
					rows = append(rows, results.Row{
						Variant: m.name, Task: m.task, Haystack: m.haystack, Length: ratio * m.trained, Ratio: float64(ratio),
						Sample: sample, Query: query, Correct: rng.Float64() < 1-float64(ratio)/100, Hit: rng.Float64() < 0.9, Rank: 1,
						GoldChunk: 1, TopK: 4, TrainTopK: 4, Weights: "w-" + m.name, Commit: "c0ffee", Command: "hsalab eval " + m.name,
					})
				}
			}
		}
	}
	return rows
}

// variants of the small ablation; without an encoder accuracy is lower.
var testArms = []arm{{"cls", "bypass", 4}, {"none", "bypass", 4}, {"cls", "standard", 4}, {"none", "standard", 4}, {"cls", "bypass", 0}, {"none", "bypass", 0}}

// ablationRows are rows of some variants with seeds runs each, at two lengths and two top-Ks in testing.
func ablationRows(seeds int) []results.Row {
	rng := rand.New(rand.NewPCG(3, 4))
	var rows []results.Row
	for _, a := range testArms {
		for seed := range seeds {
			for _, length := range []int{128, 2048} {
				for _, k := range []int{4, 0} {
					right := 0.95
					if a.encoder == "none" && length == 2048 {
						right = 0.5
					}
					for sample := range 6 {
						for query := range 8 {
							rows = append(rows, results.Row{
								Variant: a.String(), Task: "recall-conjunctive-decoys", Haystack: "decoys", Length: length, Ratio: float64(length) / 128,
								Seed: int64(seed), Sample: sample, Query: query, Correct: rng.Float64() < right,
								Encoder: a.encoder, Residual: a.residual, TrainTopK: a.trainTopK, TopK: k, Commit: "c0ffee", Command: "hsalab ablation",
							})
						}
					}
				}
			}
		}
	}
	return rows
}
