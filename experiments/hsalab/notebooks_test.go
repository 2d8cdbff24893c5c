package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/kernel"
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

func TestWriteCells(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cells.ipynb")
	if err := writeCells(file, figureImports, figureCell); err != nil {
		t.Fatal(err)
	}
	imports, err := kernel.Imports(file)
	if err != nil || !slices.Contains(imports, "github.com/hsalab/hsalab/viz/jupyter") {
		t.Errorf("imports %v, %v", imports, err)
	}
	raw, _ := os.ReadFile(file)
	if got := strings.Count(string(raw), `"cell_type":"code"`); got != warmCells+2 {
		t.Errorf("%d cells, want %d", got, warmCells+2)
	}
}
