package figures

import (
	"errors"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// Accuracy is the [ExtrapolationCurve] of the committed results. The error is [records.ErrNone] where there are none.
func Accuracy() (viz.Curve, error) {
	rows, err := records.Evaluation()
	if err != nil {
		return viz.Curve{}, err
	}
	return ExtrapolationCurve(rows, CurveOptions{})
}

// Recall is the [RecallCurve] of the committed results.
func Recall() (viz.Curve, error) {
	rows, err := records.Evaluation()
	if err != nil {
		return viz.Curve{}, err
	}
	return RecallCurve(rows, CurveOptions{})
}

// Ablation is the [AblationTable] of the committed results, over all lengths.
func Ablation() (viz.Table, error) {
	rows, err := records.Ablation()
	if err != nil {
		return viz.Table{}, err
	}
	return AblationTable(rows, nil, TableOptions{})
}

// Differences is the [DifferenceTable] of the committed results.
func Differences() (viz.Table, error) {
	rows, err := records.Ablation()
	if err != nil {
		return viz.Table{}, err
	}
	return DifferenceTable(rows, nil, TableOptions{})
}

// Recorded is every figure of the committed results. missing names those for which no results are committed.
func Recorded() (list []Named, missing []string, err error) {
	for _, f := range []struct {
		name string
		draw func() (viz.Figure, error)
	}{
		{"accuracy", func() (viz.Figure, error) { return Accuracy() }},
		{"recall", func() (viz.Figure, error) { return Recall() }},
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

// With joins rows of a new evaluation and committed rows of the same models and haystacks for one curve. Series of
// committed rows are named "recorded".
func With(fresh, recorded []results.Row) ([]results.Row, func(results.Row) string) {
	type pair struct{ variant, haystack string }
	wanted := map[pair]bool{}
	for _, r := range fresh {
		wanted[pair{r.Variant, r.Haystack}] = true
	}
	rows := append([]results.Row(nil), fresh...)
	const mark = "recorded"
	for _, r := range recorded {
		if wanted[pair{r.Variant, r.Haystack}] {
			r.Run = mark
			rows = append(rows, r)
		}
	}
	return rows, func(r results.Row) string {
		if r.Run == mark {
			return seriesName(r) + " (recorded)"
		}
		return seriesName(r)
	}
}
