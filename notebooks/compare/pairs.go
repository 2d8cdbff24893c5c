package compare

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Seeds shows the difference in accuracy between two variants, first minus second, seed by seed and by length.
func Seeds(first, second string) { show.Figure(bySeed(first, second)) }

func bySeed(first, second string) (viz.Table, error) {
	t := viz.Table{
		Title: fmt.Sprintf("%s less %s, seed by seed", first, second), Corner: "length", Decimals: 3,
		Caption: "Difference in accuracy on the same texts and questions; the last column is the mean over all, with the interval that speaks of the recipes.",
	}
	a, b, err := both(first, second)
	if err != nil {
		return t, err
	}
	var rows []viz.Row
	for _, ratio := range ratios(a) {
		d, err := results.Paired(at(a, ratio), at(b, ratio), results.Accuracy, statistics)
		if err != nil {
			return t, err
		}
		row := viz.Row{Label: fmt.Sprintf("%g×", ratio)}
		t.Columns = nil
		for i, seed := range seeds(a) {
			t.Columns = append(t.Columns, fmt.Sprintf("seed %d", seed))
			row.Cells = append(row.Cells, viz.Cell{Value: d.BySeed[i]})
		}
		t.Columns = append(t.Columns, "all")
		rows = append(rows, viz.Row{Label: row.Label, Cells: append(row.Cells, viz.Cell{Value: d.Mean, Low: d.Low, High: d.High})})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Provenance = figures.Origin(a)
	return t, nil
}

func both(first, second string) (a, b []results.Row, err error) {
	if a, err = rowsOf(first); err != nil {
		return nil, nil, err
	}
	b, err = rowsOf(second)
	return a, b, err
}

// Pairing shows what it is worth that two variants answered the same questions: the 95 % interval of the difference for
// one seed, as it is with the pairs and as it would be with texts of each variant's own.
func Pairing(first, second string, ratio float64) { show.Figure(pairing(first, second, ratio)) }

func pairing(first, second string, ratio float64) (viz.Table, error) {
	t := viz.Table{
		Title: fmt.Sprintf("%s less %s at %g×: with pairs and without", first, second, ratio), Corner: "seed", Decimals: 3,
		Columns: []string{"difference, paired", "difference, as if unpaired", "width, unpaired over paired"},
		Caption: "Both intervals are of the bootstrap over texts. Where two variants find the same questions hard, pairs take that out of the difference.",
	}
	a, b, err := both(first, second)
	if err != nil {
		return t, err
	}
	var rows []viz.Row
	for _, seed := range seeds(a) {
		x, y := ofSeed(at(a, ratio), seed), ofSeed(at(b, ratio), seed)
		paired, err := results.ClusterBootstrap(results.Nested{differences(x, y)}, statistics)
		if err != nil {
			return t, err
		}
		alone, mean, err := unpaired(x, y)
		if err != nil {
			return t, err
		}
		rows = append(rows, viz.Row{Label: fmt.Sprint(seed), Cells: []viz.Cell{
			{Value: mean, Low: paired.Low, High: paired.High}, {Value: mean, Low: alone.Low, High: alone.High},
			{Value: (alone.High - alone.Low) / (paired.High - paired.Low)},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Provenance = figures.Origin(a)
	return t, nil
}

// byText are the values of a metric [text][question].
func byText(rows []results.Row) [][]float64 {
	var texts [][]float64
	place := map[int]int{}
	for _, r := range rows {
		i, ok := place[r.Sample]
		if !ok {
			i = len(texts)
			place[r.Sample] = i
			texts = append(texts, nil)
		}
		value, _ := results.Accuracy(r)
		texts[i] = append(texts[i], value)
	}
	return texts
}

// differences are those of two variants on the same questions in the same order [text][question].
func differences(first, second []results.Row) [][]float64 {
	a, b := byText(first), byText(second)
	for i := range a {
		for j := range a[i] {
			a[i][j] -= b[i][j]
		}
	}
	return a
}

// unpaired is the interval of the difference of two means that know nothing of each other: their half widths add up as
// squares.
func unpaired(first, second []results.Row) (results.Interval, float64, error) {
	a, err := results.ClusterBootstrap(results.Nested{byText(first)}, statistics)
	if err != nil {
		return a, 0, err
	}
	b, err := results.ClusterBootstrap(results.Nested{byText(second)}, statistics)
	mean := meanOf(byText(first)) - meanOf(byText(second))
	half := math.Hypot(a.High-a.Low, b.High-b.Low) / 2
	return results.Interval{Low: mean - half, High: mean + half}, mean, err
}

func meanOf(texts [][]float64) float64 {
	sum, n := 0.0, 0.0
	for _, t := range texts {
		for _, x := range t {
			sum += x
			n++
		}
	}
	return sum / n
}
