package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
)

func TestFindNotebooks(t *testing.T) {
	root, err := kernel.FindRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	first := filepath.Join(root, "notebooks", "01-quickstart.ipynb")
	for _, names := range [][]string{nil, {"01-quickstart"}, {"01-quickstart.ipynb"}, {first}} {
		list, err := findNotebooks(root, names)
		if err != nil || !slices.Contains(list, first) {
			t.Errorf("%v: %v, %v", names, list, err)
		}
	}
	if _, err := findNotebooks(root, []string{"nosuch"}); err == nil || !strings.Contains(err.Error(), "01-quickstart") {
		t.Errorf("an unknown notebook: %v, want the list of those there are", err)
	}
}

// TestKernel installs into a Jupyter of its own, and removes.
func TestKernel(t *testing.T) {
	data := t.TempDir()
	t.Setenv("JUPYTER_DATA_DIR", data)
	if out := succeeds(t, "kernel", "status"); !strings.Contains(out, "your Jupyter") || !strings.Contains(out, "not installed") {
		t.Errorf("status prints %q", out)
	}
	if out := succeeds(t, "kernel", "uninstall"); !strings.Contains(out, "does not have it") {
		t.Errorf("uninstall prints %q", out)
	}
}

// TestOutsideClone says what to do where there is no clone.
func TestOutsideClone(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range []string{"notebooks run", "lab", "kernel install"} {
		o := hsalab(t, context.Background(), strings.Fields(args)...)
		if o.status != exitError || !strings.Contains(o.err, "not inside a clone of hsalab") {
			t.Errorf("%s: status %d, %q", args, o.status, o.err)
		}
	}
}

// TestTurns holds that kinds of cells take turns, no two alike, and that the imports are there.
func TestTurns(t *testing.T) {
	nb := turns([]cellKind{fmtCell, figureCell, analysisCell}, 5)
	file := filepath.Join(t.TempDir(), "cells.ipynb")
	if err := nb.Write(file); err != nil {
		t.Fatal(err)
	}
	imports, err := kernel.Imports(file)
	if err != nil || !slices.Contains(imports, "github.com/hsalab/hsalab/viz/jupyter") || !slices.Contains(imports, "fmt") {
		t.Errorf("imports %v, %v", imports, err)
	}
	if got := len(nb.Cells); got != 3*6+1 {
		t.Errorf("%d cells, want %d", got, 3*6+1)
	}
	seen := map[nbformat.Text]bool{}
	for _, c := range nb.Cells {
		if seen[c.Source] {
			t.Errorf("twice: %s", c.Source)
		}
		seen[c.Source] = true
	}
}

func TestBenchNotebookVerdict(t *testing.T) {
	quick, slow := []float64{100, 200, 600}, []float64{100, 200, 1600}
	for _, c := range []struct {
		hold  bool
		ms    []float64
		fails bool
	}{{true, quick, false}, {true, slow, true}, {false, slow, false}} {
		if err := (&benchNotebookCmd{Hold: c.hold}).verdict(c.ms); (err != nil) != c.fails {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if q := quantile([]float64{1, 2, 3, 4}, 0.5); q != 3 {
		t.Errorf("median %g", q)
	}
}
