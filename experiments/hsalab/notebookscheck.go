package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/nbformat"
	"github.com/hsalab/hsalab/notebooks/proof"
)

type notebooksCheckCmd struct{ notebookNames }

// Run prints a line a notebook and one a fault.
func (n *notebooksCheckCmd) Run(ctx context.Context, c *console) error {
	return n.each(ctx, c, func(file string) error {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		faults := proof.Check(text)
		for _, f := range faults {
			c.say("FAIL  %s: %s", notebookName(file), f)
		}
		if len(faults) > 0 {
			return errorf("%s is not fit to commit: faults: %d", notebookName(file), len(faults))
		}
		c.say("PASS  %s: %d kB", notebookName(file), len(text)>>10)
		return nil
	})
}

type notebooksStripCmd struct{ notebookNames }

// Run strips the notebooks in place.
func (n *notebooksStripCmd) Run(ctx context.Context, c *console) error {
	return n.each(ctx, c, func(file string) error {
		nb, err := nbformat.Read(file)
		if err != nil {
			return err
		}
		nb.Strip()
		c.say("%s: outputs removed; \"hsalab notebooks run --in-place %s\" makes them again", notebookName(file), notebookName(file))
		return nb.Write(file)
	})
}

type notebooksTextCmd struct{ notebookNames }

// Run prints the notebooks one after the other.
func (n *notebooksTextCmd) Run(ctx context.Context, c *console) error {
	return n.each(ctx, c, func(file string) error {
		nb, err := nbformat.Read(file)
		if err != nil {
			return err
		}
		_, err = io.WriteString(c.out, nb.Markdown())
		return err
	})
}

type notebooksExportCmd struct {
	notebookNames
	Out string `default:"out/notebooks" predictor:"dir" placeholder:"DIR" help:"Directory for the pages."`
}

// Run writes a page a notebook, with the outputs that it has.
func (n *notebooksExportCmd) Run(ctx context.Context, c *console) error {
	if err := setUp(ctx, c); err != nil {
		return err
	}
	return n.each(ctx, c, func(file string) error {
		page := filepath.Join(n.Out, notebookName(file)+".html")
		if err := kernel.Export(ctx, kernel.RunOptions{Notebook: file, OutHTML: page}); err != nil {
			return err
		}
		c.say("%s: %s", notebookName(file), page)
		return nil
	})
}
