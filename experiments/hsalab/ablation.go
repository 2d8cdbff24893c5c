package main

import (
	"context"
	"path/filepath"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
)

type ablationCmd struct {
	backendFlag
	Out       string `default:"runs/ablation" predictor:"dir" placeholder:"DIR" help:"Directory of the runs and their rows."`
	Seeds     int    `default:"3" placeholder:"N" help:"Seeds of each of the twelve variants."`
	Lengths   []int  `default:"128,512,2048,8192" placeholder:"N" help:"Context lengths to test at, in tokens."`
	Sequences int    `default:"0" placeholder:"N" help:"Sequences a length (default: 2 to 32)."`
}

// Run trains and evaluates the grid; what is done already is kept.
func (a *ablationCmd) Run(ctx context.Context, c *console) error {
	if a.Seeds < 1 {
		return errorf("--seeds %d: want at least 1", a.Seeds)
	}
	total := a.Seeds * len(experiments.Grid())
	c.say("%d runs in %s; what is done there is kept, and Ctrl-C saves", total, a.Out)
	m := c.meter(0)
	err := experiments.Ablation(ctx, experiments.AblationOptions{
		Dir: a.Out, Seeds: a.Seeds, Train: a.Backend, Eval: a.Backend, Lengths: a.Lengths, Sequences: a.Sequences, Command: c.command,
		Status: func(line string) { c.say("%s", line) },
		TrainStatus: func(s experiments.TrainStatus) {
			if m.bar != nil {
				m.bar.ChangeMax(s.MaxSteps)
			}
			m.set(s.Step, s.ETA, trainLine(s))
		},
	})
	m.close()
	if err != nil {
		return err
	}
	rows, err := experiments.AblationRows(a.Out, a.Seeds)
	if err != nil {
		return err
	}
	path := filepath.Join(a.Out, "ablation.jsonl.gz")
	if err := results.WriteFile(path, rows); err != nil {
		return err
	}
	table, err := figures.AblationTable(rows, nil, figures.TableOptions{})
	if err != nil {
		return err
	}
	c.say("rows of all runs: %s", path)
	return c.show(table)
}
