package solutions

import (
	"cmp"
	"slices"
)

// VisibleChunks: chunk c is complete at position 64(c+1)-1; 63, 127 and 191 are before 200, 255 is not.
func VisibleChunks() float64 { return 200 / 64 } // whole chunks: integers divide without a rest

// ScoreByHand: the product is 4 - 2 + 6 + 0 = 8, over √4.
func ScoreByHand() float64 { return 8.0 / 2 }

// BestTwo: of the visible chunks 0, 1 and 2, chunks 1 and 0 score best.
func BestTwo() []int { return []int{1, 0} }

// TopK sorts the chunks by score, older first among equals, keeps k, and sorts these by number, newest first.
func TopK(scores []float64, k int) []int {
	var chunks []int
	for c := range scores {
		chunks = append(chunks, c)
	}
	slices.SortStableFunc(chunks, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	picks := chunks[:min(k, len(chunks))]
	slices.SortFunc(picks, func(a, b int) int { return b - a })
	return picks
}
