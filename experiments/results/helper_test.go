package results

import (
	"math/rand/v2"
	"testing"
)

// testRow is a well-formed row.
func testRow() Row {
	return Row{
		Run: "2026-01-02-nano", Variant: "cls-bypass", Task: "recall", Version: "1", TaskHash: "0f3a", Haystack: "decoys",
		Length: 8192, Ratio: 64, Depth: 0.25, Seed: 1, Sample: 3, Query: 7, Answer: "v12", Predicted: "v12", Correct: true,
		GoldChunk: 256, Picked: []int{256, 700, 811, 1020}, Rank: 1, GoldWeight: 0.93, Hit: true, TopK: 4, TrainTopK: 4,
		Encoder: "cls", Residual: "bypass", Weights: "sha256:77aa", Command: "hsalab eval nano", Commit: "abc123",
	}
}

// simulate makes rows of one variant: seeds × sequences × queries, each query correct with probability p(seed, sequence).
func simulate(variant string, seeds, sequences, queries int, random *rand.Rand, p func(seed, sequence int) float64) []Row {
	var rows []Row
	for seed := range seeds {
		for sequence := range sequences {
			right := p(seed, sequence)
			for query := range queries {
				rows = append(rows, Row{
					Variant: variant, Task: "recall", Length: 128, Ratio: 1, GoldChunk: -1,
					Seed: int64(seed), Sample: sequence, Query: query, Correct: random.Float64() < right,
				})
			}
		}
	}
	return rows
}

// one is the single estimate of the accuracy of rows.
func one(tb testing.TB, rows []Row, options Options) Estimate {
	tb.Helper()
	cells, err := Aggregate(rows, ByVariantLength, Accuracy, options)
	if err != nil || len(cells) != 1 {
		tb.Fatalf("%d cells, error %v", len(cells), err)
	}
	return cells[0].Estimate
}
