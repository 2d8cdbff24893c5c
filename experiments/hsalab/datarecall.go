package main

import (
	"context"
	"fmt"
	"io"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/samples"
	"github.com/hsalab/hsalab/experiments"
)

type recallCmd struct {
	Task     string `required:"" placeholder:"NAME" help:"Recall over symbols: ${recalls}; or text, needles in running text."`
	Haystack string `placeholder:"NAME" help:"What the needles lie in: noise or decoys; for text, text or decoys (default: noise, text)."`
	Length   int    `default:"128" placeholder:"N" help:"Tokens of a sample (default: ${default})."`
	Tail     int    `default:"0" placeholder:"N" help:"Tokens at the end that hold the questions (default: 3/8 of the length, of 256 at most)."`
	Samples  int    `default:"10" placeholder:"N" help:"How many samples (default: ${default})."`
	Seed     int64  `default:"42" help:"Seed of the stream."`
	Corpus   string `predictor:"file" placeholder:"FILE" help:"Text file for text (default: Newton's Opticks, the part that is not trained on)."`
	Out      string `default:"-" predictor:"file" placeholder:"FILE" help:"File to write; it appears when it is whole. - is standard output."`
	Chunk    int    `default:"8" placeholder:"N" help:"Chunk size in tokens (default: ${default})."`
}

// mostTail is the length whose tail is the longest that is taken unasked.
const mostTail = 256

// Run writes the samples, whole token sequences with the evidence of every question. Depths are uniformly random.
func (r *recallCmd) Run(ctx context.Context, c *console) error {
	if err := (streamFlags{Length: r.Length, Samples: r.Samples}).check(); err != nil {
		return err
	}
	if r.Chunk < 1 {
		return errorf("--chunk %d: want at least 1", r.Chunk)
	}
	task, err := r.task()
	if err != nil {
		return err
	}
	tail := r.Tail
	if tail == 0 {
		tail = data.TrainTail(min(r.Length, mostTail))
	}
	lines := numbered(r.Samples, func(i int) (samples.Sample, error) {
		sample, err := task.Sample(uint64(r.Seed), i, r.Length, tail)
		return samples.FromTask(task, sample, uint64(r.Seed), i, r.Chunk), err
	})
	return c.write(r.Out, func(w io.Writer) error { return samples.Write(w, watched(ctx, c, r.Samples, lines)) })
}

// textTask is the name of the task in running text.
const textTask = "text"

// task builds the task that the flags name.
func (r *recallCmd) task() (data.Task, error) {
	spec, err := r.spec()
	if err != nil {
		return nil, err
	}
	if r.Haystack != "" {
		usual := string(recall.Noise)
		if spec.Text != nil {
			usual = textTask
		}
		if r.Haystack != usual && r.Haystack != string(recall.Decoys) {
			return nil, errorf("unknown haystack %q; there is: %s, %s", r.Haystack, usual, recall.Decoys)
		}
		if spec, err = spec.In(r.Haystack); err != nil {
			return nil, err
		}
	}
	split, err := spec.Build()
	return split.HeldOut, err
}

// spec is the task in its usual haystack.
func (r *recallCmd) spec() (experiments.TaskSpec, error) {
	if r.Task == textTask {
		config := recall.RunningText()
		config.Chunk = r.Chunk
		return experiments.TaskSpec{Text: &config, Corpus: r.Corpus}, nil
	}
	config, err := recall.Named(r.Task)
	switch {
	case err != nil:
		return experiments.TaskSpec{}, fmt.Errorf("%w; or text", err)
	case r.Corpus != "":
		return experiments.TaskSpec{}, errorf("--corpus: %s is made of symbols, not text: leave it out, or take --task text", r.Task)
	}
	config.Chunk = r.Chunk
	return experiments.TaskSpec{Symbols: &config}, nil
}
