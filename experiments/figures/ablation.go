package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// TableOptions says how a table shows its rows.
type TableOptions struct {
	Title      string
	Intervals  results.Options // default 95 %
	Provenance viz.Provenance  // empty fields are taken from the rows
}

// AblationTable is the accuracy of every variant (encoder, residual, top-K in training) in every condition (length,
// top-K in testing), with the intervals of [results.Aggregate]. lengths selects the columns; nil is all. The caption
// says how many seeds, sequences and questions stand behind a cell, the notes which variants differ from the
// reference, the full model (CLS encoder, bypass, top 4 in training), by the tests of [DifferenceTable].
func AblationTable(rows []results.Row, lengths []int, o TableOptions) (viz.Table, error) {
	g, err := newGrid(rows, lengths)
	if err != nil {
		return viz.Table{}, err
	}
	cells, err := g.accuracies(o.Intervals)
	if err != nil {
		return viz.Table{}, err
	}
	t := g.table(func(p place) viz.Cell {
		e, ok := cells[p]
		if !ok {
			return viz.Cell{Value: math.NaN()}
		}
		return viz.Cell{Value: e.Mean, Low: e.Low, High: e.High}
	})
	markBest(t)
	t.Title = cmp.Or(o.Title, "Accuracy of the variants")
	t.Decimals = 2
	t.Caption = fmt.Sprintf("Accuracy, mean with %s interval. A column is a length%s, and the top-K in testing. %s.", confidence(o.Intervals), g.unit(), counts(cells))
	t.Footnotes = append(g.notes(o.Intervals), g.shortfall()...)
	t.Provenance = over(o.Provenance, g.rows)
	return t, nil
}

// grid is the rows of an ablation, by variant and condition.
type grid struct {
	rows       []results.Row
	arms       []arm
	conditions []condition
}

// shortfall is a note on what was not measured, if there is something.
func (g grid) shortfall() []string {
	if lacks := shortfall(g.rows, byRatio, func(r results.Row) string { return armOf(r).String() }); lacks != "" {
		return []string{lacks}
	}
	return nil
}

// place is one cell of the grid.
type place struct {
	arm       arm
	condition condition
}

func newGrid(rows []results.Row, lengths []int) (grid, error) {
	if lengths != nil {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return !slices.Contains(lengths, r.Length) })
	}
	if len(rows) == 0 {
		return grid{}, ErrNoRows
	}
	return grid{rows, armsOf(rows), conditionsOf(rows)}, nil
}

// unit says what the lengths of the columns are multiples of, where they are.
func (g grid) unit() string {
	if x := axisOf(g.rows); x.training > 1 {
		return fmt.Sprintf(" in multiples of the %g tokens of training", x.training)
	}
	return ""
}

func (g grid) accuracies(o results.Options) (map[place]results.Estimate, error) {
	list, err := results.Aggregate(g.rows, func(r results.Row) place { return place{armOf(r), conditionOf(r)} }, results.Accuracy, o)
	if err != nil {
		return nil, err
	}
	cells := make(map[place]results.Estimate, len(list))
	for _, c := range list {
		cells[c.Key] = c.Estimate
	}
	return cells, nil
}

// table lays the grid out: a group for each top-K in training, a row for each arm, a column for each condition.
func (g grid) table(cell func(place) viz.Cell) viz.Table {
	t := viz.Table{Corner: "encoder, residual"}
	for _, c := range g.conditions {
		t.Columns = append(t.Columns, c.String())
	}
	for _, a := range g.arms {
		row := viz.Row{Label: a.label()}
		for _, c := range g.conditions {
			row.Cells = append(row.Cells, cell(place{a, c}))
		}
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Name != a.group() {
			t.Groups = append(t.Groups, viz.Group{Name: a.group()})
		}
		last := &t.Groups[len(t.Groups)-1]
		last.Rows = append(last.Rows, row)
	}
	return t
}

// markBest marks the highest value of each column.
func markBest(t viz.Table) {
	for c := range t.Columns {
		best := math.Inf(-1)
		each(t, c, func(cell *viz.Cell) { best = max(best, orLowest(cell.Value)) })
		each(t, c, func(cell *viz.Cell) { cell.Best = cell.Value == best })
	}
}

func each(t viz.Table, column int, visit func(*viz.Cell)) {
	for _, g := range t.Groups {
		for _, r := range g.Rows {
			visit(&r.Cells[column])
		}
	}
}

func orLowest(x float64) float64 {
	if math.IsNaN(x) {
		return math.Inf(-1)
	}
	return x
}

func confidence(o results.Options) string {
	return fmt.Sprintf("%g %%", 100*cmp.Or(o.Confidence, 0.95))
}

// counts says how much stands behind the cells.
func counts(cells map[place]results.Estimate) string {
	span := func(of func(results.Estimate) int) string {
		low, high := math.MaxInt, 0
		for _, e := range cells {
			low, high = min(low, of(e)), max(high, of(e))
		}
		if low == high {
			return fmt.Sprint(low)
		}
		return fmt.Sprintf("%d to %d", low, high)
	}
	return strings.Join([]string{
		"A cell has " + span(func(e results.Estimate) int { return e.Seeds }) + " seeds",
		span(func(e results.Estimate) int { return e.Sequences }) + " sequences",
		span(func(e results.Estimate) int { return e.Queries }) + " questions",
	}, ", ")
}
