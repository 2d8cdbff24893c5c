package main

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// evalTable is accuracy and recall@K of one model by length.
func evalTable(rows []results.Row) (viz.Table, error) {
	length := func(r results.Row) int { return r.Length }
	accuracy, err := results.Aggregate(rows, length, results.Accuracy, results.Options{})
	if err != nil {
		return viz.Table{}, err
	}
	if len(accuracy) == 0 {
		return viz.Table{}, figures.ErrNoRows
	}
	recall, err := results.Aggregate(rows, length, results.Recall, results.Options{})
	if err != nil {
		return viz.Table{}, err
	}
	found := map[int]results.Estimate{}
	for _, cell := range recall {
		found[cell.Key] = cell.Estimate
	}
	slices.SortFunc(accuracy, func(a, b results.Cell[int]) int { return a.Key - b.Key })
	first := rows[0]
	t := viz.Table{
		Title:  fmt.Sprintf("%s, %s haystack", first.Variant, first.Haystack),
		Corner: "tokens", Columns: []string{"accuracy", "recall@K", "texts", "questions"}, Decimals: 3,
		Caption:    "Means with 95 % intervals. recall@K: share of questions whose gold chunk is among the picked.",
		Provenance: figures.Origin(rows),
	}
	var list []viz.Row
	for _, cell := range accuracy {
		list = append(list, viz.Row{Label: fmt.Sprintf("%d (%s×)", cell.Key, ratioText(rows, cell.Key)), Cells: []viz.Cell{
			estimate(cell.Estimate), recallCell(found, cell.Key),
			{Text: fmt.Sprint(cell.Sequences)}, {Text: fmt.Sprint(cell.Queries)},
		}})
	}
	t.Groups = []viz.Group{{Rows: list}}
	return t, nil
}

func estimate(e results.Estimate) viz.Cell {
	return viz.Cell{Value: e.Mean, Low: e.Low, High: e.High}
}

func recallCell(found map[int]results.Estimate, length int) viz.Cell {
	e, ok := found[length]
	if !ok {
		return viz.Cell{Text: "not measured"}
	}
	return estimate(e)
}

// ratioText is a length in multiples of the training length.
func ratioText(rows []results.Row, length int) string {
	i := slices.IndexFunc(rows, func(r results.Row) bool { return r.Length == length })
	if r := rows[i].Ratio; r < 10 {
		return fmt.Sprintf("%.2g", r)
	}
	return fmt.Sprintf("%.0f", rows[i].Ratio)
}
