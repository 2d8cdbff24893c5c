package compare

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
)

// trainedK is the top-K at test that variants are compared at: that of the full model's training.
const trainedK = 4

// rowsOf are the committed rows of a variant of the ablation, tested with the top-K of training.
func rowsOf(variant string) ([]results.Row, error) {
	all, err := records.Ablation()
	if err != nil {
		return nil, err
	}
	var rows []results.Row
	for _, r := range all {
		if r.Variant == variant && r.TopK == trainedK {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("compare: no variant %q in the ablation; there is %v", variant, variantsOf(all))
	}
	return rows, nil
}

func variantsOf(rows []results.Row) []string {
	var names []string
	for _, r := range rows {
		names = append(names, r.Variant)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// ratios are the multiples of the training length of some rows, rising.
func ratios(rows []results.Row) []float64 {
	var list []float64
	for _, r := range rows {
		list = append(list, r.Ratio)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// at are the rows of one length.
func at(rows []results.Row, ratio float64) []results.Row {
	var list []results.Row
	for _, r := range rows {
		if r.Ratio == ratio {
			list = append(list, r)
		}
	}
	return list
}

// ofSeed are the rows of one seed, as if it were the only one.
func ofSeed(rows []results.Row, seed int64) []results.Row {
	var list []results.Row
	for _, r := range rows {
		if r.Seed == seed {
			r.Seed = 0
			list = append(list, r)
		}
	}
	return list
}

// seeds are those of some rows, rising.
func seeds(rows []results.Row) []int64 {
	var list []int64
	for _, r := range rows {
		list = append(list, r.Seed)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// statistics are those of every interval and test here.
var statistics = results.Options{Draws: 300}
