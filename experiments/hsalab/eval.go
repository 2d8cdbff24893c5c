package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
)

type evalCmd struct {
	backendFlag
	Model     string       `arg:"" predictor:"model" help:"A shipped model (${models}), or the directory of a run or of weights."`
	Tasks     []string     `placeholder:"T" help:"What is asked: noise or decoys of symbols, text or decoys in text, S-N, MQ-N or VT, RULER's tasks and BABILong's of a model with a tokenizer; ruler and babilong for all of theirs (default: as in training). A wrong name lists those there are."`
	Lengths   []textLength `placeholder:"N" xor:"length" help:"Context lengths in tokens, such as 4096, 4K or 1M."`
	Ratios    []int        `placeholder:"N" xor:"length" help:"Context lengths as multiples of the training length (default: 1,4,16,64)."`
	Depths    []int        `placeholder:"PERCENT" help:"Depths of the evidence: where a task can place it, it is put there; other questions are shown by the nearest depth."`
	Samples   int          `default:"0" placeholder:"N" help:"Texts a task, length and depth (default: 2 to 32, about 2M tokens' worth)."`
	Score     string       `default:"forced" enum:"forced,generate,both" placeholder:"RULE" help:"How answers are scored: forced (teacher-forced exact match), generate (free answers by greedy decoding) or both."`
	Controls  bool         `help:"Answer the same questions without a model too: by the most frequent answer, and by what was seen last."`
	TopK      topK         `name:"top-k" default:"training" placeholder:"N|all" help:"Chunks each token picks: a number, all, or training for as in training."`
	YaRN      bool         `name:"yarn" help:"Stretch the positions of a rival with full attention to each length."`
	Documents []string     `predictor:"file" placeholder:"FILE" help:"SQuAD 2.0 for RULER's qa_1, HotpotQA for qa_2; without them ruler leaves both out."`
	Workers   int          `default:"0" placeholder:"N" help:"Texts at a time (default: one a core, one for long texts, fewer where memory is short)."`
	Force     bool         `help:"Start even if the forecast of memory does not fit."`
	Seed      int64        `default:"0" help:"Seed of the model's training, as it is to stand in the rows."`
	Out       string       `predictor:"file" placeholder:"FILE" help:"Write a row a question to FILE.jsonl or FILE.jsonl.gz; rows already there are not computed again."`
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
	adviseCommit(c)
	options.Command, options.Skip, options.Write = c.command, store.has, store.add
	m := c.meter(0)
	options.Forecast = forecast(c)
	options.Progress = func(s eval.Status) {
		if m.bar != nil {
			m.bar.ChangeMax(s.Tokens)
		}
		m.set(s.TokensDone, s.ETA, fmt.Sprintf("%s, %s at %s tokens, %d of %d texts", trained.Name, s.Task, lengthText(s.Length), s.Done, s.Total))
	}
	err = eval.Run(ctx, trained, options)
	m.close()
	if closed := store.close(err == nil); err == nil {
		err = closed
	}
	var short *eval.MemoryError
	switch {
	case errors.As(err, &short): // nothing was begun
		return err
	case err != nil:
		return store.explain(err, c.command)
	}
	if err := showEval(c, store.wanted(), e.Depths); err != nil {
		return err
	}
	sayPeak(c)
	if e.Out != "" {
		c.say("rows: %s", e.Out)
	}
	return nil
}

// options checks the flags.
func (e *evalCmd) options(t *experiments.Trained) (eval.Options, error) {
	o := eval.Options{
		Backend: e.Backend, Tasks: e.Tasks, Depths: e.Depths, Samples: e.Samples, Controls: e.Controls, TopK: int(e.TopK), YaRN: e.YaRN,
		Documents: e.Documents, Workers: e.Workers, Force: e.Force, Seed: e.Seed,
	}
	o.Rule = map[string]results.Rule{"generate": results.Generate, "both": results.Both}[e.Score]
	if e.Samples < 0 || e.Workers < 0 {
		return o, errorf("--samples %d, --workers %d: want positive numbers", e.Samples, e.Workers)
	}
	o.Lengths = inTokens(e.Lengths, e.Ratios, t)
	return o, nil
}
