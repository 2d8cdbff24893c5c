package figures

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// ErrNoRows means that there is nothing to draw.
var ErrNoRows = errors.New("figures: no rows to draw: evaluate a model first, with \"hsalab eval MODEL\"")

// CurveOptions says how a curve shows its rows. The zero value is what the figures of the lab use.
type CurveOptions struct {
	Title      string                   // default names the measure
	Series     func(results.Row) string // name of the series of a row; default "variant, haystack"
	Intervals  results.Options          // default 95 %
	Provenance viz.Provenance           // empty fields are taken from the rows
}

// ExtrapolationCurve is accuracy against context length, a series for each model and haystack, with the intervals of
// [results.Aggregate], the training length marked, and the accuracy of a guess. Where the models were trained at
// different lengths the axis is the multiple of the training length. Rows tested with another top-K than in training
// are left out where the model has rows of that too.
func ExtrapolationCurve(rows []results.Row, o CurveOptions) (viz.Curve, error) {
	return lengthCurve(rows, results.Accuracy, o, "Accuracy past the training length", "accuracy", references(rows))
}

// RecallCurve is the same for recall@K: the share of questions whose gold chunk is among the picked.
func RecallCurve(rows []results.Row, o CurveOptions) (viz.Curve, error) {
	return lengthCurve(rows, results.Recall, o, "Recall of the gold chunk past the training length", "recall@K", nil)
}

// IntegrationCurve is the same for integration precision: the share of the questions with all their evidence picked that
// were answered right.
func IntegrationCurve(rows []results.Row, o CurveOptions) (viz.Curve, error) {
	return lengthCurve(rows, results.Integration, o, "Right if retrieved, past the training length", "P(correct | retrieved)", nil)
}

func lengthCurve(rows []results.Row, metric results.Metric, o CurveOptions, title, label string, refs []viz.Reference) (viz.Curve, error) {
	rows = asTrained(rows)
	if len(rows) == 0 {
		return viz.Curve{}, ErrNoRows
	}
	x := axisOf(rows)
	c := viz.Curve{
		Title: cmp.Or(o.Title, title), XLabel: x.label, YLabel: label, Log2X: true, TrainingLength: x.training,
		References: refs, YRange: viz.Range{Low: 0, High: 1}, Provenance: over(o.Provenance, rows),
	}
	if o.Series == nil {
		o.Series = seriesName
	}
	var err error
	c.Series, err = seriesOf(rows, metric, o, x.of)
	return c, err
}

// seriesName is the default name of a row's series.
func seriesName(r results.Row) string {
	if r.Haystack == "" {
		return r.Variant
	}
	return r.Variant + ", " + r.Haystack
}

// seriesOf aggregates rows by series and place on the axis.
func seriesOf(rows []results.Row, metric results.Metric, o CurveOptions, x func(results.Row) float64) ([]viz.Series, error) {
	type key struct {
		series string
		x      float64
	}
	cells, err := results.Aggregate(rows, func(r results.Row) key { return key{o.Series(r), x(r)} }, metric, o.Intervals)
	if err != nil {
		return nil, err
	}
	if len(cells) == 0 {
		return nil, ErrNoRows
	}
	var list []viz.Series
	place := map[string]int{}
	for _, cell := range cells {
		i, ok := place[cell.Key.series]
		if !ok {
			i = len(list)
			place[cell.Key.series] = i
			list = append(list, viz.Series{Name: cell.Key.series})
		}
		list[i].Points = append(list[i].Points, viz.Point{X: cell.Key.x, Y: cell.Mean, Low: cell.Low, High: cell.High, N: cell.Queries})
	}
	for _, s := range list {
		slices.SortFunc(s.Points, func(a, b viz.Point) int { return cmp.Compare(a.X, b.X) })
	}
	return list, nil
}

// axis is the horizontal axis of a curve over lengths.
type axis struct {
	label    string
	training float64 // where to mark the training length; 0 for unknown
	of       func(results.Row) float64
}

func axisOf(rows []results.Row) axis {
	trained := map[float64]bool{}
	for _, r := range rows {
		if r.Ratio > 0 {
			trained[math.Round(float64(r.Length)/r.Ratio)] = true
		}
	}
	if len(trained) > 1 {
		return axis{"context length / training length", 1, func(r results.Row) float64 { return r.Ratio }}
	}
	a := axis{label: "context length (tokens)", of: func(r results.Row) float64 { return float64(r.Length) }}
	for length := range maps.Keys(trained) {
		a.training = length
	}
	return a
}

// asTrained keeps the rows tested with the top-K of training; those of a variant that has none are all kept.
func asTrained(rows []results.Row) []results.Row {
	has := map[string]bool{}
	for _, r := range rows {
		if r.TopK == r.TrainTopK {
			has[r.Variant] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return has[r.Variant] && r.TopK != r.TrainTopK })
}

// references are the accuracies of a guess in the tasks of the rows, a line for each different one.
func references(rows []results.Row) []viz.Reference {
	tasks, seen := map[string]bool{}, map[float64]bool{}
	for _, r := range rows {
		if tasks[r.Task+r.TaskHash] {
			continue
		}
		tasks[r.Task+r.TaskHash] = true
		if c, ok := Chance(r); ok {
			seen[c] = true
		}
	}
	var refs []viz.Reference
	for _, c := range slices.Sorted(maps.Keys(seen)) {
		refs = append(refs, viz.Reference{Name: fmt.Sprintf("chance, 1 in %.0f", 1/c), Y: c})
	}
	return refs
}
