package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/report"
	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/experiments/sweep"
	"github.com/hsalab/hsalab/viz"
)

// recompute trains and tests studies anew, within the budget, and shows old against new. What is done in the directory of
// the runs is kept, so the same command goes on where the budget cut it.
func (a *reproduceCmd) recompute(ctx context.Context, c *console) error {
	names, err := a.studies()
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, a.Budget)
	defer cancel()
	page := viz.Page{Title: "Committed and recomputed", Intro: "Studies trained and tested anew from their seeds, on this machine, against the committed rows."}
	for _, name := range names {
		comparison, err := a.again(limited, c, name)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return experiments.ErrInterrupted
		}
		if len(comparison.Old)+len(comparison.New) == 0 {
			c.say("study %s: no rows are committed, and no run was done: %s", name, comparison.Cut)
			continue
		}
		table, err := comparison.Table()
		if err != nil {
			return err
		}
		if err := c.show(table); err != nil {
			return err
		}
		page.Sections = append(page.Sections, viz.Section{Heading: name, Figures: []viz.Figure{table}})
	}
	if len(page.Sections) == 0 {
		return errorf("nothing to compare: give more time by --budget")
	}
	index := filepath.Join(a.Out, "recomputed.html")
	if err := viz.SavePage(index, page); err != nil {
		return err
	}
	c.say("wrote %s", index)
	return nil
}

// studies names those to recompute: the one that a figure belongs to, a file, or all.
func (a *reproduceCmd) studies() ([]string, error) {
	if a.Figure == "" {
		return study.Names(), nil
	}
	if slices.Contains(study.Names(), a.Figure) || filepath.Ext(a.Figure) == ".toml" {
		return []string{a.Figure}, nil
	}
	specs, err := report.Specs()
	if err != nil {
		return nil, err
	}
	for _, s := range specs {
		if name, ok := strings.CutPrefix(s.Rows, records.StudyFile("")+"/"); ok && s.Name == a.Figure {
			return []string{name}, nil
		}
	}
	return nil, errorf("--figure %q: want a study, or a figure of one; the studies are %s", a.Figure, join(study.Names()))
}

// again carries out what the budget allows of a study.
func (a *reproduceCmd) again(ctx context.Context, c *console, name string) (report.Comparison, error) {
	st, err := study.Load(name)
	if err != nil {
		return report.Comparison{}, err
	}
	comparison := report.Comparison{Study: st.Name}
	runs, err := st.Runs(0)
	if err != nil {
		return comparison, err
	}
	if comparison.Old, err = records.Rows(records.StudyFile(st.Name)); err != nil && !errors.Is(err, records.ErrNone) {
		return comparison, err
	}
	s := sweepCmd{Study: name, TrainBackend: a.Backend, EvalBackend: a.Backend, AllowUnknown: true} // what is recomputed is compared, not recorded
	where := sweep.Where{Dir: filepath.Join(a.Out, "runs", st.Name), Train: a.Backend, Eval: a.Backend, Command: s.record()}
	if ctx.Err() == nil {
		err = s.queue(ctx, c, runs, where)
	}
	if err != nil && ctx.Err() == nil {
		return comparison, err
	}
	rows, missing, err := where.Collect(runs)
	if err != nil {
		return comparison, err
	}
	comparison.New, comparison.Planned, comparison.Done = rows, len(runs), len(runs)-len(missing)
	if len(missing) > 0 {
		comparison.Cut = fmt.Sprintf("the budget of %s ended; the same command goes on", a.Budget.Round(time.Second))
	}
	comparison.Made = figures.Origin(rows)
	return comparison, nil
}
