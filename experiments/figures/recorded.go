package figures

import (
	"cmp"
	"errors"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// Accuracy is the [ExtrapolationCurve] of the committed results. The error is [records.ErrNone] where there are none.
func Accuracy() (viz.Curve, error) {
	return drawnOr("accuracy", func() (viz.Curve, error) {
		return of(records.Evaluation, func(rows []results.Row) (viz.Curve, error) { return ExtrapolationCurve(rows, CurveOptions{}) })
	})
}

// Recall is the [RecallCurve] of the committed results.
func Recall() (viz.Curve, error) {
	return drawnOr("recall", func() (viz.Curve, error) {
		return of(records.Evaluation, func(rows []results.Row) (viz.Curve, error) { return RecallCurve(rows, CurveOptions{}) })
	})
}

// Ablation is the [AblationTable] of the committed results, over all lengths.
func Ablation() (viz.Table, error) {
	return drawnOr("ablation", func() (viz.Table, error) {
		return of(records.Ablation, func(rows []results.Row) (viz.Table, error) { return AblationTable(rows, nil, TableOptions{}) })
	})
}

// Effects is the [EffectTable] of the committed results.
func Effects() (viz.Table, error) {
	return drawnOr("effects", func() (viz.Table, error) {
		return of(records.Ablation, func(rows []results.Row) (viz.Table, error) { return EffectTable(rows, nil, TableOptions{}) })
	})
}

// AblationSummary is [Ablation] for three lengths: the shortest, the one in the middle and the longest.
func AblationSummary() (viz.Table, error) {
	return drawnOr("ablation-summary", func() (viz.Table, error) {
		return of(records.Ablation, func(rows []results.Row) (viz.Table, error) {
			return AblationTable(rows, ThreeLengths(rows), TableOptions{})
		})
	})
}

// ThreeLengths are the shortest length of rows, the one in the middle and the longest.
func ThreeLengths(rows []results.Row) []int {
	lengths := ordered(rows, func(r results.Row) int { return r.Length }, cmp.Compare[int])
	if n := len(lengths); n > 3 {
		return []int{lengths[0], lengths[n/2], lengths[n-1]}
	}
	return lengths
}

// Differences is the [DifferenceTable] of the committed results.
func Differences() (viz.Table, error) {
	return drawnOr("differences", func() (viz.Table, error) {
		return of(records.Ablation, func(rows []results.Row) (viz.Table, error) { return DifferenceTable(rows, nil, TableOptions{}) })
	})
}

// of draws the rows that load returns.
func of[F viz.Figure](load func() ([]results.Row, error), draw func([]results.Row) (F, error)) (F, error) {
	rows, err := load()
	if err != nil {
		var none F
		return none, err
	}
	return draw(rows)
}

// Recorded is every figure of the committed results. missing names those for which no results are committed.
func Recorded() (list []Named, missing []string, err error) {
	for _, f := range []struct {
		name string
		draw func() (viz.Figure, error)
	}{
		{"accuracy", func() (viz.Figure, error) { return Accuracy() }},
		{"recall", func() (viz.Figure, error) { return Recall() }},
		{"effects", func() (viz.Figure, error) { return Effects() }},
		{"ablation", func() (viz.Figure, error) { return Ablation() }},
		{"differences", func() (viz.Figure, error) { return Differences() }},
	} {
		fig, err := f.draw()
		switch {
		case errors.Is(err, records.ErrNone):
			missing = append(missing, f.name)
		case err != nil:
			return nil, nil, err
		default:
			list = append(list, Named{f.name, fig})
		}
	}
	return list, missing, nil
}
