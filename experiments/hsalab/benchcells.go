package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
)

// warmCells is how many cells of a kind "hsalab bench" times.
const warmCells = 8

// A cellKind is a kind of notebook cell to be timed.
type cellKind struct {
	what    string
	imports []string
	code    func(i int) string // never twice the same: a program that is built already is not built again
}

var (
	fmtCell = cellKind{"notebook cell, fmt alone", []string{"fmt"}, func(i int) string { return fmt.Sprintf("fmt.Println(%d)", i) }}

	figureCell = cellKind{"notebook cell, a figure", []string{"github.com/hsalab/hsalab/viz", "github.com/hsalab/hsalab/viz/jupyter"}, func(i int) string {
		return fmt.Sprintf(`jupyter.ShowAs(jupyter.Shared, viz.Curve{Title: "bench %d", XLabel: "x", YLabel: "y", Series: []viz.Series{{Name: "s", Points: []viz.Point{{X: 1, Y: 1}, {X: 2, Y: 3}}}}})`, i)
	}}

	// analysisCell does what the cells of the notebooks do: read the committed results and show a figure of them.
	analysisCell = cellKind{"analysis cell, a figure of the results", []string{"github.com/hsalab/hsalab/experiments/figures", "github.com/hsalab/hsalab/notebooks/show"}, func(i int) string {
		name := []string{"Accuracy", "Recall", "Effects", "AblationSummary"}[i%4]
		return fmt.Sprintf("show.Figure(figures.%s())\nshow.Number(\"cell\", %d, 0)", name, i)
	}}
)

// benchCells measures, through a real kernel, how long a cell takes that imports fmt alone, and one that draws a figure.
func benchCells(ctx context.Context) ([]experiments.Speed, error) {
	kinds := []cellKind{fmtCell, figureCell}
	times, err := timeCells(ctx, kinds, warmCells, nil)
	if err != nil {
		return nil, err
	}
	var list []experiments.Speed
	for k, ms := range times {
		detail := fmt.Sprintf("median of %d, worst %.0f ms", len(ms), ms[len(ms)-1])
		list = append(list, experiments.Speed{What: kinds[k].what, Value: quantile(ms, 0.5), Unit: "ms", Detail: detail})
	}
	return list, nil
}

// timeCells runs a notebook in which the kinds take turns, and returns for each the sorted times of its n cells in
// milliseconds, from the start of a cell to the start of the next. The first cell of each kind does not count.
func timeCells(ctx context.Context, kinds []cellKind, n int, progress func(cell, total int)) ([][]float64, error) {
	dir, err := os.MkdirTemp("", "hsalab-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "cells.ipynb")
	if err := turns(kinds, n).Write(file); err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var starts []time.Time
	err = kernel.Run(ctx, kernel.RunOptions{Notebook: file, Progress: func(cell, total int) {
		mu.Lock()
		defer mu.Unlock()
		starts = append(starts, time.Now())
		if progress != nil {
			progress(cell, total)
		}
	}})
	if err != nil {
		return nil, err
	}
	if want := len(kinds)*(n+1) + 1; len(starts) != want {
		return nil, errorf("bench: the kernel reported %d cells of %d", len(starts), want)
	}
	times := make([][]float64, len(kinds))
	for i := len(kinds); i < len(starts)-1; i++ {
		k := i % len(kinds)
		times[k] = append(times[k], float64(starts[i+1].Sub(starts[i]))/1e6)
	}
	for _, ms := range times {
		slices.Sort(ms)
	}
	return times, nil
}

// turns is the notebook: the first cell of each kind brings its imports, and an empty one at the end stops the clock.
func turns(kinds []cellKind, n int) *nbformat.Notebook {
	nb := &nbformat.Notebook{Major: 4, Minor: 5, Metadata: map[string]any{
		"kernelspec": map[string]any{"name": kernel.SpecName, "display_name": kernel.DisplayName, "language": "go"},
	}}
	add := func(source string) {
		id := fmt.Sprintf("bench-%d", len(nb.Cells))
		nb.Cells = append(nb.Cells, nbformat.Cell{Type: nbformat.Code, ID: id, Source: nbformat.Text(source)})
	}
	for i := range n + 1 {
		for _, kind := range kinds {
			source := "%%\n" + kind.code(i)
			if i == 0 {
				for _, path := range kind.imports {
					source = fmt.Sprintf("import %q\n", path) + source
				}
			}
			add(source)
		}
	}
	add("%%\n")
	return nb
}

// quantile of sorted values: the smallest that a share q of them does not exceed.
func quantile(sorted []float64, q float64) float64 {
	i := int(q * float64(len(sorted)))
	return sorted[min(i, len(sorted)-1)]
}
