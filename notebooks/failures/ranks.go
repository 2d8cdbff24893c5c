package failures

import (
	"fmt"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// deepest is the largest K that is asked about, a power of two.
const deepest = 1024

// Ranks shows recall as it would be with other K: the share of questions whose gold chunk ranks among the first K by
// score, a series a length.
func Ranks(model, haystack string) {
	rows, err := selectRows(model, haystack)
	show.Check(err)
	show.Figure(rankCurve(fmt.Sprintf("%s, %s: recall, had it picked K chunks", model, haystack), rows))
}

func rankCurve(title string, rows []results.Row) (viz.Curve, error) {
	c := viz.Curve{
		Title: title, XLabel: "K, chunks picked", YLabel: "share of gold chunks in the first K",
		Log2X: true, YRange: viz.Range{Low: 0, High: 1}, Provenance: figures.Origin(rows),
	}
	for _, ratio := range ratios(rows) {
		s := viz.Series{Name: fmt.Sprintf("%g×", ratio)}
		for k := 1; k <= deepest; k *= 2 {
			e, err := results.Aggregate(only(rows, ratio), func(results.Row) int { return 0 }, within(k), results.Options{Draws: 200})
			if err != nil {
				return c, err
			}
			if len(e) > 0 {
				s.Points = append(s.Points, measured(float64(k), e[0].Estimate))
			}
		}
		c.Series = append(c.Series, s)
	}
	return c, nil
}

// only keeps the rows of one length.
func only(rows []results.Row, ratio float64) []results.Row {
	var list []results.Row
	for _, r := range rows {
		if r.Ratio == ratio {
			list = append(list, r)
		}
	}
	return list
}

// within is 1 where the gold chunk is one of the k best by score.
func within(k int) results.Metric {
	return func(r results.Row) (float64, bool) {
		if r.Rank < 1 {
			return 0, false
		}
		if r.Rank <= k {
			return 1, true
		}
		return 0, true
	}
}

// weightBins are the parts of [0, 1] in which gold weights are gathered.
const weightBins = 5

// Weights shows accuracy against the weight on the gold chunk, over all lengths: whether what is retrieved decides the
// answer.
func Weights(haystack string, models ...string) {
	show.Figure(weightCurve(haystack, models))
}

func weightCurve(haystack string, models []string) (viz.Curve, error) {
	c := viz.Curve{
		Title:  fmt.Sprintf("%s: does the weight on the gold chunk decide the answer?", haystack),
		XLabel: "gold weight", YLabel: "accuracy", YRange: viz.Range{Low: 0, High: 1},
	}
	var all []results.Row
	for _, model := range models {
		rows, err := selectRows(model, haystack)
		if err != nil {
			return c, err
		}
		s := viz.Series{Name: model}
		for bin := range weightBins {
			var list []results.Row
			for _, r := range rows {
				if min(weightBins-1, int(r.GoldWeight*weightBins)) == bin {
					list = append(list, r)
				}
			}
			if len(list) == 0 {
				continue
			}
			e, err := results.Aggregate(list, func(results.Row) int { return 0 }, results.Accuracy, results.Options{Draws: 200})
			if err != nil {
				return c, err
			}
			s.Points = append(s.Points, measured((float64(bin)+0.5)/weightBins, e[0].Estimate))
		}
		c.Series = append(c.Series, s)
		all = append(all, rows...)
	}
	c.Provenance = figures.Origin(all)
	return c, nil
}
