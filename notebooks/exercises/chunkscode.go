package exercises

import (
	"cmp"
	"slices"

	"github.com/hsalab/hsalab/hsa/oracle"
)

// A Picker returns the k chunks that score highest, newest first.
type Picker = func(scores []float64, k int) []int

// TopK asks for top-K as a function.
var TopK = Exercise[Picker]{
	Name: "top-k",
	Task: "Write top-K: func(scores []float64, k int) []int takes the scores of the visible chunks, oldest first, and returns the k that score highest, " +
		"newest first. Of equal scores the older chunk wins. With fewer than k chunks it returns all of them.",
	Hints: []string{
		"Make the list 0, 1, 2, …, sort it by score, keep the first k, and sort these by number.",
		"slices.SortStableFunc keeps equal scores in their order, older first; cmp.Compare(scores[b], scores[a]) is highest first. Then sort the k, and slices.Reverse them.",
	},
	Why: "That is all the selection there is. It has no gradient: what training moves are the scores, through the weights of what was picked.",
	Blank: func(f Picker) bool {
		defer func() { _ = recover() }() // one that panics is no blank one
		return f([]float64{1, 2}, 1) == nil
	},
	Right: func(f Picker) bool { return agreePicks(f, topK, pickCases) },
	Mistakes: []Mistake[Picker]{
		likePicker(newestPicks, "Those are the newest k, whatever they score."),
		likePicker(byScore, "The right chunks, best score first. The list is to be newest first: sort the k by their number."),
		likePicker(oldestPicks, "The right chunks, oldest first. Turn the list around: newest first."),
		likePicker(newerTies, "Of equal scores the OLDER chunk is to win at the boundary; yours takes the newer."),
		{func(f Picker) bool { return agreePicks(f, topK, pickCases[:3]) }, "Right while there are at least k chunks. With fewer, return all of them: min(k, len(scores))."},
	},
}

func topK(scores []float64, k int) []int { return oracle.Pick(scores, k, false) }

// pickCase is a list of scores and a k. The first three have at least k scores.
type pickCase struct {
	scores []float64
	k      int
}

var pickCases = []pickCase{
	{[]float64{0.1, 0.9, -0.4, 5, 7, 6.5}, 3},
	{[]float64{3, 3, 1, 3, 2}, 2},
	{[]float64{-1, -5, -2, -9}, 1},
	{[]float64{2, 1}, 4},
	{nil, 4},
}

func agreePicks(f, g Picker, cases []pickCase) bool {
	for _, c := range cases {
		if !slices.Equal(f(slices.Clone(c.scores), c.k), g(c.scores, c.k)) {
			return false
		}
	}
	return true
}

func likePicker(wrong Picker, hint string) Mistake[Picker] {
	return Mistake[Picker]{func(f Picker) bool { return agreePicks(f, wrong, pickCases[:3]) }, hint}
}

func newestPicks(scores []float64, k int) []int {
	var picks []int
	for c := len(scores) - 1; c >= max(0, len(scores)-k); c-- {
		picks = append(picks, c)
	}
	return picks
}

func byScore(scores []float64, k int) []int {
	picks := topK(scores, k)
	slices.Reverse(picks)
	slices.SortStableFunc(picks, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	return picks
}

func oldestPicks(scores []float64, k int) []int {
	picks := topK(scores, k)
	slices.Reverse(picks)
	return picks
}

func newerTies(scores []float64, k int) []int { return oracle.Pick(scores, k, true) }
