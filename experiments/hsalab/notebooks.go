package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/show"
)

type notebooksCmd struct {
	Run notebooksRunCmd `cmd:"" help:"Run notebooks, all or some, and write each with its outputs and as a page."`
}

type notebooksRunCmd struct {
	Names   []string      `arg:"" optional:"" name:"name" predictor:"notebook" help:"Notebooks, by path or by name such as 01-quickstart (default: all)."`
	Out     string        `default:"out/notebooks" predictor:"dir" placeholder:"DIR" help:"Directory for the executed notebooks and pages."`
	InPlace bool          `help:"Put the outputs into the notebooks themselves, figures as pictures, light enough to commit."`
	Timeout time.Duration `default:"10m" help:"Time one cell may take."`
}

// Run runs the notebooks one after the other.
func (n *notebooksRunCmd) Run(ctx context.Context, c *console) error {
	root, err := kernel.FindRoot(".")
	if err != nil {
		return err
	}
	list, err := findNotebooks(root, n.Names)
	if err != nil {
		return err
	}
	if err := setUp(ctx, c); err != nil {
		return err
	}
	if err := os.MkdirAll(n.Out, 0o755); err != nil {
		return err
	}
	for _, notebook := range list {
		if err := n.one(ctx, c, notebook); err != nil {
			return err
		}
	}
	return nil
}

func (n *notebooksRunCmd) one(ctx context.Context, c *console, notebook string) error {
	name := strings.TrimSuffix(filepath.Base(notebook), ".ipynb")
	o := kernel.RunOptions{
		Notebook: notebook, Timeout: n.Timeout,
		OutNotebook: filepath.Join(n.Out, name+".ipynb"), OutHTML: filepath.Join(n.Out, name+".html"),
	}
	if n.InPlace {
		o.OutNotebook = notebook
		o.Env = []string{show.StaticVariable + "=static"}
	}
	took, err := runNotebook(ctx, c, o)
	if err != nil {
		return err
	}
	c.say("%s: every cell ran, in %s; read it: %s", name, short(took), o.OutHTML)
	return nil
}

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
			name = filepath.Join(dir, strings.TrimSuffix(filepath.Base(name), ".ipynb")+".ipynb")
		}
		if _, err := os.Stat(name); err != nil {
			all, _ := filepath.Glob(filepath.Join(dir, "*.ipynb"))
			for i := range all {
				all[i] = strings.TrimSuffix(filepath.Base(all[i]), ".ipynb")
			}
			return nil, errorf("no notebook %s; there is: %s", strings.TrimSuffix(filepath.Base(name), ".ipynb"), join(all))
		}
		list = append(list, name)
	}
	return list, nil
}
