package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// layers is what each layer retrieved for each hop; ok is false where there is one of both.
func (t taskRows) layers() (table viz.Table, ok bool, err error) {
	layers, hops := 1, 1
	for _, r := range t.model {
		for _, l := range r.Layers {
			layers, hops = max(layers, l.Layer+1), max(hops, l.Hop+1)
		}
	}
	if layers == 1 && hops == 1 {
		return table, false, nil
	}
	table = viz.Table{
		Title: t.title() + ": retrieval by layer and hop", Corner: "layer, hop", Columns: []string{"recall@K", "right if retrieved", "rank", "weight", "questions"},
		Decimals: 3,
		Caption: "What each HSA layer retrieved of each hop from the question to the answer, both counted from 1. Questions of fewer hops are left out of the later ones. " +
			"right if retrieved: share of the questions for which the layer picked the hop's chunk that were answered right.",
	}
	for _, length := range lengthsOf(t.model) {
		group := viz.Group{Name: t.label(length)}
		for layer := range layers {
			for hop := range hops {
				row, err := t.layerRow(length, layer, hop)
				if err != nil {
					return table, false, err
				}
				group.Rows = append(group.Rows, row)
			}
		}
		table.Groups = append(table.Groups, group)
	}
	return table, true, nil
}

func (t taskRows) layerRow(length, layer, hop int) (viz.Row, error) {
	row := viz.Row{Label: fmt.Sprintf("%d, %d", layer+1, hop+1)}
	for _, c := range []struct {
		metric results.Metric
		show   func(results.Estimate) viz.Cell
	}{{results.Recall, estimate}, {results.Integration, estimate}, {results.Rank, oneDecimal}, {results.GoldWeight, mean}, {results.Rank, counts}} {
		found, err := cells(t.model, results.AtLayer(c.metric, layer, hop))
		if err != nil {
			return row, err
		}
		row.Cells = append(row.Cells, shownOr(found, length, c.show))
	}
	return row, nil
}

// depths is accuracy by length and depth of the evidence: that which was asked for, or else the nearest to it.
func (t taskRows) depths(percent []int) (table viz.Table, ok bool, err error) {
	if len(percent) == 0 {
		return table, false, nil
	}
	type place struct{ length, percent int }
	placed := slices.DeleteFunc(slices.Clone(t.model), func(r results.Row) bool { return r.At == "" && r.GoldChunk < 0 })
	list, err := results.Aggregate(placed, func(r results.Row) place { return place{r.Length, nearestDepth(r, percent)} }, results.Score, results.Options{})
	if err != nil || len(list) == 0 {
		return table, false, err
	}
	found := map[place]results.Estimate{}
	for _, cell := range list {
		found[cell.Key] = cell.Estimate
	}
	table = viz.Table{
		Title: t.title() + ": accuracy by depth", Corner: "tokens", Decimals: 2,
		Caption: "By depth of the evidence, 0 % the oldest token, with 95 % intervals." + depthCaption(t.model),
	}
	for _, p := range percent {
		table.Columns = append(table.Columns, fmt.Sprintf("%d %%", p))
	}
	var rows []viz.Row
	for _, length := range lengthsOf(t.model) {
		row := viz.Row{Label: t.label(length)}
		for _, p := range percent {
			row.Cells = append(row.Cells, shownOr(found, place{length, p}, estimate))
		}
		rows = append(rows, row)
	}
	table.Groups = []viz.Group{{Rows: rows}}
	return table, true, nil
}

func depthCaption(rows []results.Row) string {
	if rows[0].At != "" {
		return ""
	}
	return " The task puts evidence anywhere: each question counts at the nearest depth."
}

// nearestDepth is the depth that a row was asked at, or the nearest of those.
func nearestDepth(r results.Row, percent []int) int {
	if at, err := strconv.Atoi(r.At); err == nil {
		return at
	}
	best := percent[0]
	for _, p := range percent[1:] {
		if math.Abs(100*r.Depth-float64(p)) < math.Abs(100*r.Depth-float64(best)) {
			best = p
		}
	}
	return best
}
