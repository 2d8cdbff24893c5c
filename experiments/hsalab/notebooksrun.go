package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
	"github.com/hsalab/hsalab/notebooks/proof"
	"github.com/hsalab/hsalab/notebooks/show"
)

type notebooksRunCmd struct {
	notebookNames
	Out     string        `default:"out/notebooks" predictor:"dir" placeholder:"DIR" help:"Directory for the executed notebooks and pages."`
	InPlace bool          `aliases:"write" help:"When every cell ran, put the outputs into the notebook itself, figures as pictures, ready to commit."`
	Timeout time.Duration `default:"10m" help:"Time one cell may take."`
}

// Run runs the notebooks one after the other.
func (n *notebooksRunCmd) Run(ctx context.Context, c *console) error {
	if err := setUp(ctx, c); err != nil {
		return err
	}
	if err := os.MkdirAll(n.Out, 0o755); err != nil {
		return err
	}
	return n.each(ctx, c, func(file string) error { return n.one(ctx, c, file) })
}

func (n *notebooksRunCmd) one(ctx context.Context, c *console, file string) error {
	o := kernel.RunOptions{
		Notebook: file, Timeout: n.Timeout,
		OutNotebook: filepath.Join(n.Out, notebookName(file)+".ipynb"), OutHTML: filepath.Join(n.Out, notebookName(file)+".html"),
	}
	if n.InPlace {
		o.Env = []string{show.StaticVariable + "=static"}
	}
	took, err := runNotebook(ctx, c, o)
	if err != nil {
		return err
	}
	faults, err := compareNotebooks(file, o.OutNotebook)
	if err != nil {
		return err
	}
	if n.InPlace {
		for _, f := range faults {
			c.say("%s: was otherwise: %s", notebookName(file), f)
		}
		if err := putInPlace(file, o.OutNotebook); err != nil {
			return err
		}
	} else if len(faults) > 0 {
		return errorf("%s: %s", notebookName(file), strings.Join(faults, "; "))
	}
	c.say("%s: every cell ran, in %s; read it: %s", notebookName(file), short(took), o.OutHTML)
	return nil
}

// compareNotebooks holds the numbers of a run to those that the notebook has; one that was never run has none to hold to.
func compareNotebooks(committed, executed string) ([]string, error) {
	before, err := nbformat.Read(committed)
	if err != nil {
		return nil, err
	}
	after, err := nbformat.Read(executed)
	if err != nil {
		return nil, err
	}
	got, err := proof.Numbers(after)
	if err != nil || !before.Executed() {
		return nil, err
	}
	want, err := proof.Numbers(before)
	return proof.Compare(want, got), err
}

// putInPlace writes the executed notebook over the committed one, in canonical form.
func putInPlace(file, executed string) error {
	nb, err := nbformat.Read(executed)
	if err != nil {
		return err
	}
	return nb.Write(file)
}
