package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/experiments"
)

type trainCmd struct {
	backendFlag
	Recipe string               `arg:"" predictor:"recipe" help:"What to train: ${recipes}, or a run file (.toml)."`
	Set    []string             `placeholder:"KEY=VALUE" sep:"none" help:"Change a key of the recipe, such as model.top_k=8; may be given again."`
	Out    string               `predictor:"dir" placeholder:"DIR" help:"Directory of the run (default: runs/RECIPE, with -seedN for another seed)."`
	Seed   uint64               `default:"0" help:"Seed of initial weights and training samples."`
	Steps  int                  `default:"0" placeholder:"N" help:"Train N steps at most (default: as the recipe says)."`
	Half   bool                 `help:"Keep the trained weights in float16, half the size, as the shipped ones are."`
	Save   time.Duration        `name:"save-every" default:"30s" placeholder:"30s" help:"Time between checkpoints."`
	Best   experiments.KeepBest `name:"keep-best" default:"accuracy" enum:"accuracy,loss,none" help:"By what the best checkpoint is chosen, over 100 training steps at a time: accuracy, loss, or none to keep only the last."`
	Corpus string               `predictor:"file" placeholder:"FILE" help:"Text file to hide needles in, plain or .gz, for text recipes (default: Newton's Opticks, from the Go distribution)."`
}

// Run trains, or goes on.
func (t *trainCmd) Run(ctx context.Context, c *console) error {
	r, err := t.recipe()
	if err != nil {
		return err
	}
	dir := t.dir()
	c.say("training %s: %s", r.Name, r.Summary)
	c.say("run directory %s; Ctrl-C saves a checkpoint", dir)
	adviseCommit(c)
	m := c.meter(r.Curriculum.MaxSteps)
	m.begin(firstLine(r, t.Backend))
	err = experiments.Train(ctx, r, experiments.TrainOptions{
		Dir: experiments.RunDir(dir), Backend: t.Backend, Command: c.command, Half: t.Half, SaveEvery: t.Save, KeepBest: t.Best,
		Progress: func(s experiments.TrainStatus) { m.show(s.Step, trainLines(s, r.Rival != "")...) },
	})
	m.close()
	if errors.Is(err, experiments.ErrInterrupted) {
		return saved(c, dir)
	} else if err != nil {
		return err
	}
	return t.report(c, dir)
}

// saved says how to go on. An interrupted run is no failure: it is whole, and ends with status 0.
func saved(c *console, dir string) error {
	step, ok, err := experiments.RunDir(dir).Checkpoint(experiments.Last)
	if err != nil {
		return err
	}
	if !ok {
		c.say("interrupted before the first step; the same command begins again: %s", c.command)
		return nil
	}
	c.say("interrupted at step %d; a checkpoint is saved, and the same command goes on from it: %s", step, c.command)
	return nil
}

// recipe is the recipe with the changes of the flags.
func (t *trainCmd) recipe() (experiments.Recipe, error) {
	r, err := t.base()
	if err != nil {
		return r, err
	}
	for _, change := range t.Set {
		if r, err = r.Set(change); err != nil {
			return r, fmt.Errorf("--set %w", err)
		}
	}
	if t.Seed != 0 {
		r.Seed = t.Seed
	}
	if t.Steps < 0 {
		return r, errorf("--steps %d: want a positive number", t.Steps)
	}
	if t.Steps > 0 {
		r.Curriculum.MaxSteps = t.Steps
	}
	if t.Corpus == "" {
		return r, nil
	}
	if r.Task.Text == nil {
		return r, errorf("--corpus: recipe %s trains on symbols, not text: leave it out, or train nano-text", r.Name)
	}
	if r.Task.Corpus, err = filepath.Abs(t.Corpus); err != nil {
		return r, err
	}
	_, err = corpus.Open(r.Task.Corpus)
	return r, err
}

// base is the recipe by name, or of a run file.
func (t *trainCmd) base() (experiments.Recipe, error) {
	if filepath.Ext(t.Recipe) == ".toml" {
		return experiments.LoadRecipe(t.Recipe)
	}
	return experiments.FindRecipe(t.Recipe)
}

func (t *trainCmd) dir() string {
	switch {
	case t.Out != "":
		return t.Out
	case t.Seed != 0:
		return filepath.Join("runs", fmt.Sprintf("%s-seed%d", t.name(), t.Seed))
	}
	return filepath.Join("runs", t.name())
}

// name is that of the recipe, or of the run file without its ending.
func (t *trainCmd) name() string { return strings.TrimSuffix(filepath.Base(t.Recipe), ".toml") }

// report shows what came out and says how to go on.
func (t *trainCmd) report(c *console, dir string) error {
	metrics, err := experiments.RunDir(dir).Metrics()
	if err != nil {
		return err
	}
	curve, err := experiments.TrainingCurve(t.Recipe, metrics)
	if err != nil {
		return err
	}
	if err := c.show(curve); err != nil {
		return err
	}
	last := metrics[len(metrics)-1]
	recall := fmt.Sprintf(", recall@K %.3f", last.Recall)
	if r, err := t.recipe(); err == nil && r.Rival != "" {
		recall = "" // nothing is retrieved
	}
	c.say("trained %d steps: accuracy %.3f%s at %d tokens", last.Step, last.Accuracy, recall, last.Length)
	c.say("weights and model card: %s", experiments.RunDir(dir).Weights())
	c.say("evaluate them: hsalab eval %s", dir)
	return nil
}
