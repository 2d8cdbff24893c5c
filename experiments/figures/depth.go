package figures

import (
	"cmp"
	"math"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// depthBins are the depths of a [DepthMap]: fifths of the haystack.
const depthBins = 5

// DepthMap is accuracy and recall@K by the depth of the gold needle, in fifths of the haystack, and by length, with the intervals of
// [results.Aggregate].
func DepthMap(rows []results.Row, o TableOptions) (viz.NeedleMap, error) {
	if len(rows) == 0 {
		return viz.NeedleMap{}, ErrNoRows
	}
	m := viz.NeedleMap{Title: cmp.Or(o.Title, "Accuracy by depth and length"), Provenance: over(o.Provenance, rows)}
	if x := axisOf(rows); x.training > 1 {
		m.TrainingLength = x.training
	}
	for bin := range depthBins {
		m.Depths = append(m.Depths, (float64(bin)+0.5)/depthBins)
	}
	lengths := ordered(rows, func(r results.Row) int { return r.Length }, cmp.Compare[int])
	for _, l := range lengths {
		m.Lengths = append(m.Lengths, float64(l))
	}
	var err error
	if m.Accuracy, err = depthCells(rows, lengths, results.Score, o.Intervals); err != nil {
		return m, err
	}
	m.Recall, err = depthCells(rows, lengths, results.Recall, o.Intervals)
	return m, err
}

// depthBin is the fifth of the haystack that a row's needle lies in.
func depthBin(r results.Row) int {
	return min(depthBins-1, int(math.Floor(r.Depth*depthBins)))
}

// depthCells are the measures [depth][length] of a metric; nil where no row has it.
func depthCells(rows []results.Row, lengths []int, metric results.Metric, o results.Options) ([][]viz.Measure, error) {
	type place struct{ bin, length int }
	cells, err := results.Aggregate(rows, func(r results.Row) place { return place{depthBin(r), r.Length} }, metric, o)
	if err != nil || len(cells) == 0 {
		return nil, err
	}
	found := map[place]viz.Measure{}
	for _, c := range cells {
		found[c.Key] = measureOf(c.Estimate)
	}
	measures := make([][]viz.Measure, depthBins)
	for bin := range measures {
		for _, l := range lengths {
			measures[bin] = append(measures[bin], found[place{bin, l}])
		}
	}
	return measures, nil
}
