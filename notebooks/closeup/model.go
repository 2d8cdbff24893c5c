package closeup

import (
	"context"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// reader is a model with the texts of a task.
type reader struct {
	trained *experiments.Trained
	model   *hsa.Model
	task    data.Task
}

// open makes a shipped model, or one by path, ready to read a haystack of its task; "" is the first.
func open(name, haystack string) (*reader, error) {
	trained, err := experiments.Open(name)
	if err != nil {
		return nil, err
	}
	task, err := trained.HeldOut(haystack)
	if err != nil {
		return nil, err
	}
	model, err := trained.Model("")
	return &reader{trained, model, task}, err
}

// tail is how many tokens of questions a text has: two symbols a question, or three, for eight questions.
const tail = 24

// probe is the text with a number, of a length.
func (r *reader) probe(index, length int) (*experiments.Probe, error) {
	return experiments.NewProbe(r.task, r.trained.Weights.Config.Chunk, index, length, tail)
}

// read reads a text as in training.
func (r *reader) read(ctx context.Context, p *experiments.Probe) (*experiments.Reading, error) {
	reading, err := p.Read(ctx, r.model, hsa.TailOptions{AllScores: true})
	if err == nil {
		reading.Weights = r.trained.Name + " " + r.trained.Hash()
	}
	return reading, err
}
