package eval

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// DiagnoseOptions says what a diagnosis looks at. Zero values take the defaults.
type DiagnoseOptions struct {
	Backend string // as in hsa.OpenBackend
	Task    string // one of TaskSpec.Tasks; default the first
	Lengths []int  // tokens; default 1, 4 and 16 times the training length: the keys of all chunks are copied
	Samples int    // texts a length; default 8
	Free    int64  // as in Options
	Force   bool   // as in Options

	Command  string
	Variant  string // default the model's name
	Seed     int64  // seed of the model's training
	Progress func(Status)
}

// diagnosed are the defaults: how far, and how many texts a length.
const (
	diagnosedRatio   = 16
	diagnosedSamples = 8
)

// Diagnose measures every HSA layer of a model at every length. A rival has none, and is refused.
func Diagnose(ctx context.Context, t *experiments.Trained, o DiagnoseOptions) ([]results.Diagnosis, error) {
	if t.Rival != nil {
		return nil, fmt.Errorf("diagnose: %s retrieves nothing: choose a model with HSA layers", t.Name)
	}
	if len(o.Lengths) == 0 {
		o.Lengths = Ladder(t.Config().TrainingLength, diagnosedRatio)
	}
	if o.Samples == 0 {
		o.Samples = diagnosedSamples
	}
	eval := Options{
		Backend: o.Backend, Lengths: o.Lengths, Samples: o.Samples, Workers: 1, Free: o.Free, Force: o.Force,
		Command: o.Command, Variant: o.Variant, Seed: o.Seed, Progress: o.Progress,
	}
	if o.Task != "" {
		eval.Tasks = []string{o.Task}
	}
	e, err := newEvaluation(ctx, t, eval)
	if err != nil {
		return nil, err
	}
	d := diagnoser{e}
	if err := d.fit(); err != nil {
		return nil, err
	}
	reader, err := e.open(0)
	if err != nil {
		return nil, err
	}
	defer e.close()
	var list []results.Diagnosis
	for _, length := range e.opt.Lengths {
		made, err := d.length(ctx, reader, length)
		if err != nil {
			return nil, err
		}
		list = append(list, made...)
	}
	return list, nil
}

// diagnoser reads as an evaluation does, and looks inside.
type diagnoser struct{ *evaluation }

// fit errs if the longest texts do not fit into memory: beside what an evaluation takes there are the keys of all chunks,
// on their way out, and the log mass of each for every token and query head.
func (d diagnoser) fit() error {
	free, cfg := d.opt.Free, d.trained.Config()
	if free == 0 {
		free = experiments.FreeMemory()
	}
	need := func(length int) int64 {
		mass := int64(4 * cfg.Heads * cfg.Groups * min(d.tail(), length) * cfg.Chunks(length))
		return Memory(d.trained, length, min(length, d.tail()), 1) + 2*cfg.ChunkMemory(length) + 3*mass*int64(1+cfg.Chunk)
	}
	for _, length := range d.opt.Lengths {
		if n := need(length); free > 0 && n > free && !d.opt.Force {
			longest := length / 2
			for longest > 0 && need(longest) > free {
				longest /= 2
			}
			return fmt.Errorf("diagnose: %w", &MemoryError{Length: length, Need: n, Free: free, Workers: 1, Longest: longest})
		}
	}
	return nil
}

// length looks at every text of one length.
func (d diagnoser) length(ctx context.Context, reader experiments.Reader, length int) ([]results.Diagnosis, error) {
	sums := make([]layerSums, d.trained.Config().Groups)
	for _, j := range d.jobs(length) {
		meter := d.meter.begin(j)
		p, err := j.task.sample(ctx, j.spot)
		if err != nil {
			return nil, fmt.Errorf("diagnose: %s: %w", j.task.name, err)
		}
		stream, err := startText(ctx, reader, p.Tokens, p.Tail, meter.piece)
		if err != nil {
			return nil, err
		}
		tail, err := stream.Tail(p.Tail, hsa.TailOptions{AllScores: true, Trace: hsa.TraceBranches | hsa.TraceMass})
		stream.Free()
		if err != nil {
			return nil, err
		}
		for layer := range sums {
			sums[layer].text(d.trained.Config(), p, tail, layer)
		}
		if err := meter.done(func() error { return nil }); err != nil {
			return nil, err
		}
	}
	var list []results.Diagnosis
	for layer, s := range sums {
		one, err := s.diagnosis()
		if err != nil {
			return nil, fmt.Errorf("diagnose: %d tokens: %w", length, err)
		}
		one.Variant, one.Seed, one.Task, one.Length = d.opt.Variant, d.opt.Seed, d.tasks[0].is.name, length
		one.Ratio, one.Layer, one.Samples = ratio(d.trained, length), layer, d.opt.Samples
		one.Weights, one.Command, one.Commit = d.hash, d.opt.Command, d.host.Commit
		list = append(list, one)
	}
	return list, nil
}
