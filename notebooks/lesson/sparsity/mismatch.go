package sparsity

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// Ablation is the committed results of the full model (CLS encoder, bypass), trained with top 4 and with all chunks,
// tested with both. 0 stands for all chunks.
type Ablation struct{ rows []results.Row }

// Read reads the committed ablation.
func Read() (Ablation, error) {
	rows, err := records.Ablation()
	return Ablation{slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return r.Encoder != "cls" || r.Residual != "bypass" })}, err
}

// Mismatch is the accuracy at each multiple of the training length, a map for each: top-K in training against top-K in
// testing.
func (a Ablation) Mismatch(ratios ...float64) (viz.Panels, error) {
	p := viz.Panels{Title: "Accuracy by top-K", Columns: 1, SameScale: true, Provenance: figures.Origin(a.rows)}
	for _, ratio := range ratios {
		m, err := a.mismatch(ratio)
		if err != nil {
			return viz.Panels{}, err
		}
		p.Figures = append(p.Figures, m)
	}
	return p, nil
}

func (a Ablation) mismatch(ratio float64) (viz.Mismatch, error) {
	at := slices.DeleteFunc(slices.Clone(a.rows), func(r results.Row) bool { return r.Ratio != ratio })
	if len(at) == 0 {
		return viz.Mismatch{}, fmt.Errorf("sparsity: nothing was measured at %g times the training length", ratio)
	}
	type key struct{ train, test int }
	cells, err := results.Aggregate(at, func(r results.Row) key { return key{r.TrainTopK, r.TopK} }, results.Accuracy, results.Options{})
	if err != nil {
		return viz.Mismatch{}, err
	}
	m := viz.Mismatch{Title: fmt.Sprintf("at %g× the training length", ratio), ValueLabel: "accuracy"}
	for _, c := range cells {
		m.Train, m.Test = append(m.Train, c.Key.train), append(m.Test, c.Key.test)
	}
	m.Train, m.Test = ordered(m.Train), ordered(m.Test)
	m.Values = make([][]viz.Measure, len(m.Train))
	for i := range m.Values {
		m.Values[i] = make([]viz.Measure, len(m.Test))
	}
	for _, c := range cells {
		m.Values[slices.Index(m.Train, c.Key.train)][slices.Index(m.Test, c.Key.test)] = viz.Measure{Value: c.Mean, Low: c.Low, High: c.High, N: c.Queries}
	}
	return m, nil
}

// ordered is the different values, rising, 0 (all chunks) last.
func ordered(ks []int) []int {
	all := slices.Clone(ks)
	slices.SortFunc(all, func(a, b int) int { return cmp.Compare(uint(a-1), uint(b-1)) })
	return slices.Compact(all)
}

// TrainingHelps is the difference in accuracy at a multiple of the training length between models trained with top 4 and
// with all chunks, both tested with top 4, and whether its 95 % interval lies above 0.
func (a Ablation) TrainingHelps(ratio float64) (results.Difference, bool, error) {
	return a.difference(ratio, func(r results.Row) int { return r.TrainTopK }, func(r results.Row) bool { return r.TopK == 4 })
}

// TestingHelps is the same between top 4 and all chunks at test, for models trained with top 4.
func (a Ablation) TestingHelps(ratio float64) (results.Difference, bool, error) {
	return a.difference(ratio, func(r results.Row) int { return r.TopK }, func(r results.Row) bool { return r.TrainTopK == 4 })
}

// difference is top 4 minus all chunks, where k says which of the two a row is of.
func (a Ablation) difference(ratio float64, k func(results.Row) int, keep func(results.Row) bool) (results.Difference, bool, error) {
	var four, all []results.Row
	for _, r := range a.rows {
		if r.Ratio != ratio || !keep(r) {
			continue
		}
		switch k(r) {
		case 4:
			four = append(four, r)
		case 0:
			all = append(all, r)
		}
	}
	d, err := results.Paired(four, all, results.Accuracy, results.Options{})
	return d, err == nil && d.Low > 0, err
}

// Table is both differences by length.
func (a Ablation) Table(ratios ...float64) (viz.Table, error) {
	t := viz.Table{
		Title: "Top 4 minus all chunks", Corner: "accuracy", Decimals: 3, Provenance: figures.Origin(a.rows),
		Caption: "Paired over seeds, texts and questions, with 95 % intervals.",
	}
	training, testing := viz.Row{Label: "in training (tested with top 4)"}, viz.Row{Label: "in testing (trained with top 4)"}
	for _, ratio := range ratios {
		train, _, err := a.TrainingHelps(ratio)
		if err != nil {
			return viz.Table{}, err
		}
		test, _, err := a.TestingHelps(ratio)
		if err != nil {
			return viz.Table{}, err
		}
		t.Columns = append(t.Columns, fmt.Sprintf("%g×", ratio))
		training.Cells = append(training.Cells, viz.Cell{Value: train.Mean, Low: train.Low, High: train.High, N: train.Queries})
		testing.Cells = append(testing.Cells, viz.Cell{Value: test.Mean, Low: test.Low, High: test.High, N: test.Queries})
	}
	t.Groups = []viz.Group{{Rows: []viz.Row{training, testing}}}
	return t, nil
}
