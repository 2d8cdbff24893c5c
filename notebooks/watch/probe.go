package watch

import (
	"context"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// Sizes of the text that is watched: 13 chunks of context and the questions behind them in a nano model.
const (
	probeLength = 128 // tokens
	probeTail   = 24
)

// watched is the text that is read again and again while a model learns. It is none of those that it learns from.
func watched(r experiments.Recipe) (*experiments.Probe, error) {
	split, err := r.Task.Build()
	if err != nil {
		return nil, err
	}
	return experiments.NewProbe(split.HeldOut, r.Model.Chunk, 0, probeLength, probeTail)
}

// look has the model of one step read the text.
func look(ctx context.Context, p *experiments.Probe, w *hsa.Weights, step int) (experiments.Snapshot, error) {
	backend, err := hsa.OpenBackend("")
	if err != nil {
		return experiments.Snapshot{}, err
	}
	model, err := hsa.NewModel(backend, w)
	if err != nil {
		return experiments.Snapshot{}, err
	}
	defer model.Close()
	reading, err := p.Read(ctx, model, hsa.TailOptions{})
	if err != nil {
		return experiments.Snapshot{}, err
	}
	return reading.Snapshot(step), nil
}

// untrained is the model before the first step.
func untrained(r experiments.Recipe) *hsa.Weights {
	return &hsa.Weights{Config: r.Model, Values: r.Model.InitialValues(r.Seed)}
}
