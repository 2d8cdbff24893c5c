package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/kernel"
)

// warmCells is how many cells of a kind are timed, after one that is not.
const warmCells = 8

// benchCells measures, through a real kernel, how long a cell takes that imports fmt alone, and one that draws a
// figure.
func benchCells(ctx context.Context) ([]experiments.Speed, error) {
	dir, err := os.MkdirTemp("", "hsalab-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var list []experiments.Speed
	for _, kind := range []struct {
		what, imports string
		code          func(i int) string
	}{
		{"notebook cell, fmt alone", "import \"fmt\"\n", func(i int) string { return fmt.Sprintf("fmt.Println(%d)", i) }},
		{"notebook cell, a figure", figureImports, figureCell},
	} {
		file := filepath.Join(dir, "cells.ipynb")
		if err := writeCells(file, kind.imports, kind.code); err != nil {
			return nil, err
		}
		median, worst, err := timeCells(ctx, file)
		if err != nil {
			return nil, err
		}
		list = append(list, experiments.Speed{What: kind.what, Value: median, Unit: "ms", Detail: fmt.Sprintf("median of %d, worst %.0f ms", warmCells, worst)})
	}
	return list, nil
}

const figureImports = "import (\n\t\"github.com/hsalab/hsalab/viz\"\n\t\"github.com/hsalab/hsalab/viz/jupyter\"\n)\n"

func figureCell(i int) string {
	return fmt.Sprintf(`jupyter.ShowAs(jupyter.Shared, viz.Curve{Title: "bench %d", XLabel: "x", YLabel: "y", Series: []viz.Series{{Name: "s", Points: []viz.Point{{X: 1, Y: 1}, {X: 2, Y: 3}}}}})`, i)
}

// writeCells writes a notebook: a cell that brings the imports, those to be timed, no two alike, since a program that is
// built already is not built again, and an empty one that stops the clock.
func writeCells(file, imports string, code func(i int) string) error {
	type cell struct {
		Type     string         `json:"cell_type"`
		ID       string         `json:"id"`
		Metadata map[string]any `json:"metadata"`
		Source   string         `json:"source"`
		Outputs  []any          `json:"outputs"`
		Count    *int           `json:"execution_count"`
	}
	sources := []string{imports + "%%\n" + code(0)}
	for i := range warmCells {
		sources = append(sources, "%%\n"+code(i+1))
	}
	sources = append(sources, "%%\n")
	var cells []cell
	for i, s := range sources {
		cells = append(cells, cell{"code", fmt.Sprintf("bench-%d", i), map[string]any{}, s, []any{}, nil})
	}
	raw, err := json.Marshal(map[string]any{
		"nbformat": 4, "nbformat_minor": 5, "cells": cells,
		"metadata": map[string]any{"kernelspec": map[string]string{"name": kernel.SpecName, "display_name": kernel.DisplayName, "language": "go"}},
	})
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o644)
}

// timeCells runs the notebook and returns median and worst time of its warm cells, in milliseconds.
func timeCells(ctx context.Context, file string) (median, worst float64, err error) {
	var mu sync.Mutex
	var starts []time.Time
	err = kernel.Run(ctx, kernel.RunOptions{Notebook: file, Progress: func(int, int) {
		mu.Lock()
		defer mu.Unlock()
		starts = append(starts, time.Now())
	}})
	if err != nil {
		return 0, 0, err
	}
	if len(starts) < warmCells+2 {
		return 0, 0, errorf("bench: the kernel reported %d cells of %d", len(starts), warmCells+2)
	}
	var took []float64
	for i := 1; i <= warmCells; i++ {
		took = append(took, float64(starts[i+1].Sub(starts[i]))/1e6)
	}
	slices.Sort(took)
	return took[len(took)/2], took[len(took)-1], nil
}
