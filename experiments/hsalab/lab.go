package main

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

type labCmd struct {
	Port      int    `default:"0" placeholder:"N" help:"Port on this machine (default: the first free one from 8888 on)."`
	NoBrowser bool   `help:"Print the address instead of opening a browser."`
	Notebook  string `arg:"" optional:"" default:"notebooks/00-index.ipynb" predictor:"notebook" help:"Notebook to open."`
}

// Run sets up what is missing and serves until interrupted.
func (l *labCmd) Run(ctx context.Context, c *console) error {
	if err := setUp(ctx, c); err != nil {
		return err
	}
	return kernel.Lab(ctx, kernel.LabOptions{
		Port: l.Port, Browser: !l.NoBrowser, Notebook: l.Notebook, Progress: steps(c),
		Ready: func(url string) { c.say("the lab is open at %s\nCtrl-C ends it", url) },
	})
}

// setUp makes the Jupyter side, which takes seconds when it is there.
func setUp(ctx context.Context, c *console) error {
	return kernel.Setup(ctx, kernel.Options{Progress: steps(c)})
}

// steps reports the parts of a set-up: each that takes time, and how long it took.
func steps(c *console) func(kernel.Step) {
	return func(s kernel.Step) {
		if s.Done && s.Elapsed.Seconds() >= 1 {
			fmt.Fprintf(c.err, "  %s: %s (%s)\n", s.Name, s.Detail, short(s.Elapsed))
		} else if !s.Done && c.bars {
			fmt.Fprintf(c.err, "  %s: %s …\n", s.Name, s.Detail)
		}
	}
}
