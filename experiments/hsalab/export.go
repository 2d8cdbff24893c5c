package main

import (
	"errors"
	"os"
	"strings"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

type exportCmd struct {
	Model string   `arg:"" name:"run" predictor:"model" help:"Directory of the run, finished or not, or a model."`
	Out   string   `required:"" predictor:"dir" placeholder:"DIR" help:"Directory to write, at once and whole, in the place of an earlier export."`
	Which string   `name:"checkpoint" default:"last" enum:"last,best" help:"Which checkpoint of the run: the last, or the best."`
	DType string   `name:"dtype" default:"" enum:",f32,f16,bf16" placeholder:"f32|f16|bf16" help:"Data type of the weights (default: f32 for a run, its own for a model)."`
	Shard float64  `name:"shard" placeholder:"MIB" help:"Cut the weights into files of at most so many MiB."`
	Rows  []string `placeholder:"FILE" predictor:"file" help:"Results of \"hsalab eval\" for the model card, .jsonl or .jsonl.gz; may be given again. Those of these weights are taken, and the committed ones."`
}

// Run writes a directory in the shape of the Hugging Face hub.
func (e *exportCmd) Run(c *console) error {
	if e.Shard < 0 || e.Shard > 1<<20 {
		return errorf("--shard %g: want a number of MiB from 1 on", e.Shard)
	}
	rows, err := e.rows()
	if err != nil {
		return err
	}
	answers, err := experiments.Export(e.Model, e.Out, experiments.ExportOptions{
		Checkpoint: experiments.Kept(e.Which), DType: safetensors.DType(strings.ToUpper(e.DType)), ShardBytes: int64(e.Shard * (1 << 20)), Rows: rows,
	})
	if err != nil {
		return err
	}
	c.say("weights, tokenizer and model card: %s", e.Out)
	switch measure := "hsalab eval " + e.Out + " --out rows.jsonl"; {
	case answers > 0:
		c.say("the card has the results of %d answers", answers)
	case len(e.Rows) > 0:
		return errorf("--rows: no row is of these weights, so the card has no results: \"%s\", then export again with --rows rows.jsonl", measure)
	default:
		c.say("the card has no results yet: \"%s\", then export again with --rows rows.jsonl", measure)
	}
	return nil
}

// rows are those of the files and the committed ones.
func (e *exportCmd) rows() ([]results.Row, error) {
	rows, err := records.Evaluation()
	if err != nil && !errors.Is(err, records.ErrNone) {
		return nil, err
	}
	for _, path := range e.Rows {
		more, err := results.Read(path)
		if errors.Is(err, os.ErrNotExist) {
			return nil, errorf("--rows %s: there is no such file", path)
		} else if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
	}
	return rows, nil
}
