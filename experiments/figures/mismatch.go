package figures

import (
	"cmp"
	"fmt"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// TopKMap is accuracy at one length / training length against the top-K of training and that of testing, with the intervals of
// [results.Aggregate].
func TopKMap(rows []results.Row, ratio float64, o TableOptions) (viz.Mismatch, error) {
	var at []results.Row
	for _, r := range rows {
		if r.Ratio == ratio {
			at = append(at, r)
		}
	}
	if len(at) == 0 {
		return viz.Mismatch{}, ErrNoRows
	}
	type place struct{ train, test int }
	cells, err := results.Aggregate(at, func(r results.Row) place { return place{r.TrainTopK, r.TopK} }, results.Score, o.Intervals)
	if err != nil {
		return viz.Mismatch{}, err
	}
	m := viz.Mismatch{
		Title:      cmp.Or(o.Title, "Top-K in training and at test"),
		ValueLabel: fmt.Sprintf("accuracy at %g× the training length", ratio), Scale: viz.Range{Low: 0, High: 1},
		Train:      ordered(at, func(r results.Row) int { return r.TrainTopK }, compareTopK),
		Test:       ordered(at, func(r results.Row) int { return r.TopK }, compareTopK),
		Provenance: over(o.Provenance, at),
	}
	found := map[place]viz.Measure{}
	for _, c := range cells {
		found[c.Key] = measureOf(c.Estimate)
	}
	for _, train := range m.Train {
		var row []viz.Measure
		for _, test := range m.Test {
			row = append(row, found[place{train, test}])
		}
		m.Values = append(m.Values, row)
	}
	return m, nil
}

func measureOf(e results.Estimate) viz.Measure {
	return viz.Measure{Value: e.Mean, Low: e.Low, High: e.High, N: e.Queries}
}
