package failures

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// selectRows are the committed rows of a model in a haystack, of questions whose retrieval was measured.
func selectRows(model, haystack string) ([]results.Row, error) {
	all, err := records.Evaluation()
	if err != nil {
		return nil, err
	}
	var models, rows []string
	var list []results.Row
	for _, r := range all {
		models = append(models, r.Variant)
		if r.Variant == model {
			rows = append(rows, r.Haystack)
			if r.Haystack == haystack && r.Rank > 0 {
				list = append(list, r)
			}
		}
	}
	if len(list) > 0 {
		return list, nil
	}
	slices.Sort(models)
	slices.Sort(rows)
	if len(rows) == 0 {
		return nil, fmt.Errorf("failures: no committed results of %q; there are of %v", model, slices.Compact(models))
	}
	return nil, fmt.Errorf("failures: no committed results of %s in %q; there are in %v", model, haystack, slices.Compact(rows))
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

// measured is a point of a curve with the interval of an estimate.
func measured(x float64, e results.Estimate) viz.Point {
	return viz.Point{X: x, Y: e.Mean, Low: e.Low, High: e.High, N: e.Queries}
}
