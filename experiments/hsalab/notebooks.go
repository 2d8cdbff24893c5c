package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

type notebooksCmd struct {
	Run    notebooksRunCmd    `cmd:"" help:"Run notebooks, all or some, write each with its outputs and as a page, and hold its numbers to the committed ones."`
	Check  notebooksCheckCmd  `cmd:"" help:"Check the committed notebooks: valid, light, in order, of no particular machine."`
	Export notebooksExportCmd `cmd:"" help:"Write notebooks as pages that ask nothing of the network, without running them."`
	Strip  notebooksStripCmd  `cmd:"" help:"Remove the outputs of notebooks; cell ids stay."`
	Text   notebooksTextCmd   `cmd:"" help:"Print notebooks as Markdown to review, without outputs. For git diff: git config diff.notebook.textconv \"hsalab notebooks text\"."`
}

// notebookNames are the notebooks that a command is about.
type notebookNames struct {
	Names []string `arg:"" optional:"" name:"name" predictor:"notebook" help:"Notebooks, by path or by name such as 01-quickstart (default: all)."`
}

// each calls f for every notebook, in order, and goes on after a failure. The error is the only failure, or counts them.
func (n notebookNames) each(ctx context.Context, c *console, f func(file string) error) error {
	root, err := kernel.FindRoot(".")
	if err != nil {
		return err
	}
	list, err := findNotebooks(root, n.Names)
	if err != nil {
		return err
	}
	var failed []error
	for _, file := range list {
		if err := f(file); ctx.Err() != nil {
			return err
		} else if err != nil {
			failed = append(failed, err)
		}
	}
	if len(failed) < 2 {
		return errors.Join(failed...)
	}
	for _, err := range failed {
		fmt.Fprintln(c.err, "hsalab:", err)
	}
	return errorf("%d of %d notebooks failed", len(failed), len(list))
}

// notebookName is how a notebook is spoken of.
func notebookName(file string) string { return strings.TrimSuffix(filepath.Base(file), ".ipynb") }

// runNotebook executes a notebook and shows which cell is running.
func runNotebook(ctx context.Context, c *console, o kernel.RunOptions) (time.Duration, error) {
	start := time.Now()
	o.Progress = func(cell, total int) {
		if c.bars {
			fmt.Fprintf(c.err, "\r  cell %d of %d ", cell, total)
		}
	}
	err := kernel.Run(ctx, o)
	if c.bars {
		fmt.Fprint(c.err, "\r\x1b[K")
	}
	return time.Since(start), err
}

// findNotebooks resolves names; without any, it lists all notebooks of the clone.
func findNotebooks(root string, names []string) ([]string, error) {
	dir := filepath.Join(root, "notebooks")
	if len(names) == 0 {
		return filepath.Glob(filepath.Join(dir, "*.ipynb"))
	}
	var list []string
	for _, name := range names {
		if _, err := os.Stat(name); err != nil || !strings.HasSuffix(name, ".ipynb") {
			name = filepath.Join(dir, notebookName(name)+".ipynb")
		}
		if _, err := os.Stat(name); err != nil {
			all, _ := filepath.Glob(filepath.Join(dir, "*.ipynb"))
			for i := range all {
				all[i] = notebookName(all[i])
			}
			return nil, errorf("no notebook %s; there is: %s", notebookName(name), join(all))
		}
		list = append(list, name)
	}
	return list, nil
}
