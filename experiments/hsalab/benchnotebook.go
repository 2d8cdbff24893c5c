package main

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/viz"
)

// What a cell may take with warm caches on two idle cores, in milliseconds.
const (
	cellBudget95  = 600
	cellBudgetAny = 1500
)

type benchNotebookCmd struct {
	Cells int  `default:"200" placeholder:"N" help:"Cells of each kind."`
	Hold  bool `help:"Fail when an analysis cell takes longer than its budget; for idle cores."`
}

// Run times analysis cells beside cells that import fmt alone, in one notebook, through a real kernel.
func (b *benchNotebookCmd) Run(ctx context.Context, c *console) error {
	if b.Cells < 1 {
		return errorf("--cells %d: want at least 1", b.Cells)
	}
	if err := setUp(ctx, c); err != nil {
		return err
	}
	kinds := []cellKind{fmtCell, analysisCell}
	times, err := timeCells(ctx, kinds, b.Cells, func(cell, total int) {
		if c.bars {
			fmt.Fprintf(c.err, "\r  cell %d of %d ", cell, total)
		}
	})
	if c.bars {
		fmt.Fprint(c.err, "\r\x1b[K")
	}
	if err != nil {
		return err
	}
	if err := c.show(cellTable(c, kinds, times)); err != nil {
		return err
	}
	return b.verdict(times[1])
}

// cellTable has a row a kind.
func cellTable(c *console, kinds []cellKind, times [][]float64) viz.Table {
	host := experiments.ThisHost("go")
	t := viz.Table{
		Title: "From a cell's start to the next", Corner: "cell", Columns: []string{"cells", "median", "95 %", "longest"},
		Provenance: viz.Provenance{Command: c.command, Commit: host.Commit, Hardware: hardware(host)},
	}
	var rows []viz.Row
	for k, ms := range times {
		row := viz.Row{Label: kinds[k].what, Cells: []viz.Cell{{Text: fmt.Sprint(len(ms))}}}
		for _, q := range []float64{0.5, 0.95, 1} {
			row.Cells = append(row.Cells, viz.Cell{Text: fmt.Sprintf("%.0f ms", quantile(ms, q))})
		}
		rows = append(rows, row)
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// verdict holds the times of analysis cells to their budget, where that is asked for.
func (b *benchNotebookCmd) verdict(ms []float64) error {
	p95, longest := quantile(ms, 0.95), quantile(ms, 1)
	if b.Hold && (p95 > cellBudget95 || longest > cellBudgetAny) {
		return errorf("analysis cells take %.0f ms at 95 %% and %.0f ms at most: want %d and %d; is the machine idle?", p95, longest, cellBudget95, cellBudgetAny)
	}
	return nil
}
