package main

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
)

type evalCmd struct {
	backendFlag
	Model     string `arg:"" predictor:"model" help:"A shipped model (${models}), or the directory of a run or of weights."`
	Haystack  string `default:"" placeholder:"NAME" help:"What the needles lie in: noise or decoys, for a text model text or decoys (default: as in training)."`
	Lengths   []int  `placeholder:"N" xor:"length" help:"Context lengths in tokens."`
	Ratios    []int  `placeholder:"N" xor:"length" help:"Context lengths as multiples of the training length (default: 1,4,16,64)."`
	Sequences int    `default:"0" placeholder:"N" help:"Sequences a length (default: 2 to 32, about 2M tokens' worth)."`
	TopK      topK   `name:"top-k" default:"training" placeholder:"N|all" help:"Chunks each token picks: a number, all, or training for as in training."`
	Seed      int64  `default:"0" help:"Seed of the model's training, as it is to stand in the rows."`
	Out       string `predictor:"file" placeholder:"FILE" help:"Write a row a question to FILE.jsonl or FILE.jsonl.gz; rows already there are not computed again."`
}

// Run evaluates a model.
func (e *evalCmd) Run(ctx context.Context, c *console) error {
	trained, err := experiments.Open(e.Model)
	if err != nil {
		return err
	}
	options, err := e.options(trained)
	if err != nil {
		return err
	}
	store, err := openStore(e.Out, trained)
	if err != nil {
		return err
	}
	options.Command, options.Skip, options.Write = c.command, store.has, store.add
	m := c.meter(0)
	options.Forecast = forecast(c)
	options.Progress = func(s experiments.EvalStatus) {
		if m.bar != nil {
			m.bar.ChangeMax(s.Tokens)
		}
		m.set(s.TokensDone, s.ETA, fmt.Sprintf("%s at %d tokens, %d of %d texts", trained.Name, s.Length, s.Done, s.Total))
	}
	err = experiments.Evaluate(ctx, trained, options)
	m.close()
	if closed := store.close(err == nil); err == nil {
		err = closed
	}
	if err != nil {
		return store.explain(err, c.command)
	}
	table, err := evalTable(store.of(trained.Name, options))
	if err != nil {
		return err
	}
	if err := c.show(table); err != nil {
		return err
	}
	sayPeak(c)
	if e.Out != "" {
		c.say("rows: %s", e.Out)
	}
	return nil
}

// options checks the flags.
func (e *evalCmd) options(t *experiments.Trained) (experiments.EvalOptions, error) {
	o := experiments.EvalOptions{Backend: e.Backend, Haystack: e.Haystack, Sequences: e.Sequences, TopK: int(e.TopK), Seed: e.Seed, Lengths: e.Lengths}
	if e.Sequences < 0 {
		return o, errorf("--sequences %d: want a positive number", e.Sequences)
	}
	trainedAt := t.Weights.Config.TrainingLength
	for _, r := range e.Ratios {
		o.Lengths = append(o.Lengths, r*trainedAt)
	}
	if len(o.Lengths) == 0 {
		o.Lengths = experiments.Ladder(trainedAt, experiments.GlanceRatio)
	}
	if o.Haystack == "" {
		o.Haystack = t.Task.Haystacks()[0]
	}
	for _, l := range o.Lengths {
		if err := data.CheckSize(0, l, min(l, data.TrainTail(trainedAt))); err != nil {
			return o, err
		}
	}
	return o, nil
}
