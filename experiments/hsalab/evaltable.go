package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// showEval prints the tables of an evaluation: of each task what was answered and what was retrieved by length, by layer
// and hop where there are several, and by depth where depths were asked for.
func showEval(c *console, rows []results.Row, depths []int) error {
	if len(rows) == 0 {
		return figures.ErrNoRows
	}
	var tables []viz.Figure
	for _, part := range byTask(rows) {
		t := taskRows{}
		t.model, t.controls = modelAndControls(part)
		for _, make := range []func() (viz.Table, bool, error){
			t.answers, t.retrieval, t.layers, func() (viz.Table, bool, error) { return t.depths(depths) },
		} {
			table, ok, err := make()
			if err != nil {
				return err
			}
			if ok {
				tables = append(tables, table)
			}
		}
	}
	last := tables[len(tables)-1].(viz.Table)
	last.Provenance = figures.Origin(rows)
	tables[len(tables)-1] = last
	return c.show(tables...)
}

// byTask cuts rows into those of each task, in the order in which they come.
func byTask(rows []results.Row) [][]results.Row {
	type key struct{ name, hash, haystack string }
	at := map[key]int{}
	var parts [][]results.Row
	for _, r := range rows {
		k := key{r.Task, r.TaskHash, r.Haystack}
		i, ok := at[k]
		if !ok {
			i = len(parts)
			at[k], parts = i, append(parts, nil)
		}
		parts[i] = append(parts[i], r)
	}
	return parts
}

// taskRows are the rows of one task: of the model, and of controls.
type taskRows struct {
	model, controls []results.Row
}

func modelAndControls(rows []results.Row) (model, controls []results.Row) {
	for _, r := range rows {
		if r.Variant == eval.LabelPrior || r.Variant == eval.Recency {
			controls = append(controls, r)
		} else {
			model = append(model, r)
		}
	}
	return model, controls
}

// cells are the estimates of a metric by length.
func cells(rows []results.Row, metric results.Metric) (map[int]results.Estimate, error) {
	list, err := results.Aggregate(rows, func(r results.Row) int { return r.Length }, metric, results.Options{})
	if err != nil {
		return nil, err
	}
	found := map[int]results.Estimate{}
	for _, cell := range list {
		found[cell.Key] = cell.Estimate
	}
	return found, nil
}

// column is a column of a table by length: a metric of some of the rows.
type column struct {
	name   string
	rows   []results.Row
	metric results.Metric
	show   func(results.Estimate) viz.Cell
}

// answers is what was answered, by length.
func (t taskRows) answers() (viz.Table, bool, error) {
	caption := "Means with 95 % intervals. "
	if t.model[0].Rule != results.Generate {
		caption += "accuracy: teacher-forced exact match. "
	}
	if t.model[0].Rule != results.Forced {
		caption += "generated: free answers, scored by the rule of the task. "
	}
	if len(t.controls) > 0 {
		caption += "prior, recent: right without a model, by the most frequent answer and by what was seen last. "
	}
	table, ok, err := t.byLength(t.title(), caption+"questions: how many, in how many texts.", []column{
		{"accuracy", t.model, results.Accuracy, estimate},
		{"generated", t.model, results.Generation, estimate},
		{"prior", t.control(eval.LabelPrior), results.Score, mean},
		{"recent", t.control(eval.Recency), results.Score, mean},
		{"questions", t.model, results.Score, counts},
	})
	table.Footnotes = t.above()
	return table, ok, err
}

// retrieval is what was retrieved, by length; ok is false where nothing was measured of it.
func (t taskRows) retrieval() (viz.Table, bool, error) {
	return t.byLength(t.title()+": retrieval",
		"Means with 95 % intervals. recall@K: share of questions whose gold chunk is among the picked; right if retrieved: share of "+
			"these that were answered right; rank: place of the gold chunk by score, 1 the best; weight: chunk weight of it.", []column{
			{"recall@K", t.model, results.Recall, estimate},
			{"right if retrieved", t.model, results.Integration, estimate},
			{"rank", t.model, results.Rank, oneDecimal},
			{"weight", t.model, results.GoldWeight, mean},
		})
}

func (t taskRows) control(variant string) []results.Row {
	return slices.DeleteFunc(slices.Clone(t.controls), func(r results.Row) bool { return r.Variant != variant })
}

// byLength is a table of the columns that any row has, a row a length; ok is false where there are none.
func (t taskRows) byLength(title, caption string, columns []column) (table viz.Table, ok bool, err error) {
	table = viz.Table{Title: title, Corner: "tokens", Decimals: 3, Caption: caption}
	lengths := lengthsOf(t.model)
	rows := make([]viz.Row, len(lengths))
	for i, l := range lengths {
		rows[i].Label = t.label(l)
	}
	for _, c := range columns {
		found, err := cells(c.rows, c.metric)
		if err != nil {
			return table, false, err
		}
		if len(found) == 0 {
			continue
		}
		table.Columns = append(table.Columns, c.name)
		for i, l := range lengths {
			rows[i].Cells = append(rows[i].Cells, shownOr(found, l, c.show))
		}
	}
	table.Groups = []viz.Group{{Rows: rows}}
	return table, len(table.Columns) > 0, nil
}

// shownOr is the cell of a key, or none.
func shownOr[K comparable](found map[K]results.Estimate, key K, show func(results.Estimate) viz.Cell) viz.Cell {
	if e, ok := found[key]; ok {
		return show(e)
	}
	return viz.Cell{Text: "none"}
}

// title names the model and what it was asked.
func (t taskRows) title() string {
	r := t.model[0]
	title := r.Variant + ": " + r.Task
	if r.Haystack != "" && !strings.HasSuffix(r.Task, r.Haystack) {
		title += fmt.Sprintf(", %s haystack", r.Haystack)
	}
	return title
}

// label names a length.
func (t taskRows) label(length int) string {
	i := slices.IndexFunc(t.model, func(r results.Row) bool { return r.Length == length })
	format := "%s (%.0f×)"
	if t.model[i].Ratio < 10 {
		format = "%s (%.2g×)"
	}
	return fmt.Sprintf(format, lengthText(length), t.model[i].Ratio)
}

func estimate(e results.Estimate) viz.Cell   { return viz.Cell{Value: e.Mean, Low: e.Low, High: e.High} }
func mean(e results.Estimate) viz.Cell       { return viz.Cell{Value: e.Mean} }
func oneDecimal(e results.Estimate) viz.Cell { return viz.Cell{Text: fmt.Sprintf("%.1f", e.Mean)} }
func counts(e results.Estimate) viz.Cell {
	return viz.Cell{Text: fmt.Sprintf("%d in %d", e.Queries, e.Sequences)}
}

func lengthsOf(rows []results.Row) []int {
	var lengths []int
	for _, r := range rows {
		lengths = append(lengths, r.Length)
	}
	slices.Sort(lengths)
	return slices.Compact(lengths)
}
