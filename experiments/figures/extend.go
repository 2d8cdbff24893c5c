package figures

import "github.com/hsalab/hsalab/experiments/results"

// Extend adds to the rows of a new evaluation the committed rows that go further: of the same weights, haystack and
// top-K, and longer than any of the new ones.
func Extend(fresh, recorded []results.Row) []results.Row {
	type kind struct {
		weights, haystack string
		topK              int
	}
	kindOf := func(r results.Row) kind { return kind{r.Weights, r.Haystack, r.TopK} }
	longest := map[kind]int{}
	variant := map[kind]string{}
	for _, r := range fresh {
		longest[kindOf(r)] = max(longest[kindOf(r)], r.Length)
		variant[kindOf(r)] = r.Variant
	}
	rows := append([]results.Row(nil), fresh...)
	for _, r := range recorded {
		if reached, ok := longest[kindOf(r)]; ok && r.Length > reached {
			r.Variant = variant[kindOf(r)]
			rows = append(rows, r)
		}
	}
	return rows
}
