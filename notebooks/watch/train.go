package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/jupyter"
)

const (
	recordEvery = 10 // steps a point of the curves
	lookEvery   = 20 // steps a reading of the watched text
)

// Train goes on with a run until a step, 0 its end, while its curves and the heat map of the watched text move. The stop
// button saves a checkpoint; the same call, and any later one, goes on from it.
func (r Run) Train(until int) {
	recipe, dir, err := r.open()
	show.Check(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	w := &watching{dir: dir, recipe: recipe, name: r.recipe.Name, live: jupyter.NewLiveAs(show.Mode())}
	w.probe, err = watched(recipe)
	show.Check(err)
	show.Check(errors.Join(w.train(ctx, until), w.live.Close()))
}

// watching is one call of Train under way.
type watching struct {
	dir    experiments.RunDir
	recipe experiments.Recipe
	name   string
	probe  *experiments.Probe
	live   *jupyter.Live
	last   experiments.Snapshot
	steps  int // taken in all
	failed error
}

func (w *watching) train(ctx context.Context, until int) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	err := experiments.Train(ctx, w.recipe, experiments.TrainOptions{
		Dir: w.dir, Command: "notebooks/03-train-live.ipynb", RecordEvery: recordEvery, StopAfter: until,
		Progress: func(s experiments.TrainStatus) {
			if err := w.step(s); err != nil {
				w.failed = err
				cancel()
			}
		},
	})
	if w.failed != nil {
		return w.failed
	}
	return w.end(err)
}

// begin looks at the text before the first step, or finds the last look of the run that goes on, and shows it.
func (w *watching) begin(ctx context.Context) error {
	list, err := w.dir.Snapshots()
	if err != nil {
		return err
	}
	if len(list) > 0 {
		w.last = list[len(list)-1]
		w.steps = w.last.Step
	} else if w.last, err = look(ctx, w.probe, untrained(w.recipe), 0); err != nil {
		return err
	}
	figs, err := w.figures()
	if err != nil {
		return err
	}
	return w.live.Update(jupyter.Progress{Text: fmt.Sprintf("from step %d", w.steps)}, figs...)
}

// step takes note of a step, now and then with a look at the text.
func (w *watching) step(s experiments.TrainStatus) error {
	w.steps = s.Step
	if s.Step == 1 {
		if err := w.dir.AddSnapshot(w.last); err != nil { // of step 0, for which there was no directory yet
			return err
		}
	}
	if s.Step%lookEvery != 0 {
		return nil
	}
	weights, err := s.Weights()
	if err != nil {
		return err
	}
	weights.Config = w.recipe.Model
	// A reading takes milliseconds, and the stop button must not spoil it.
	if w.last, err = look(context.Background(), w.probe, weights, s.Step); err != nil {
		return err
	}
	if err := w.dir.AddSnapshot(w.last); err != nil {
		return err
	}
	figs, err := w.figures()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("texts of %d tokens, %.0f tokens/s", s.Length, s.TokensPerSec)
	return w.live.Update(jupyter.Progress{Done: s.Step, Total: s.MaxSteps, Text: text}, figs...)
}

// figures are the curves so far, once they have points, and the last look.
func (w *watching) figures() ([]viz.Figure, error) {
	var figs []viz.Figure
	metrics, err := w.dir.Metrics()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if len(metrics) > 1 {
		c, err := curves(w.name, w.recipe, metrics)
		if err != nil {
			return nil, err
		}
		figs = append(figs, c)
	}
	h, err := w.probe.Map(w.last)
	h.Title = "What the watched text retrieves. " + h.Title
	return append(figs, h), err
}

// end shows how a run ended: done, or stopped with a checkpoint. Any other end is an error.
func (w *watching) end(ended error) error {
	text := fmt.Sprintf("done; the weights are in runs/%s", filepath.Base(string(w.dir)))
	if errors.Is(ended, experiments.ErrInterrupted) {
		text = fmt.Sprintf("stopped at step %d with a checkpoint; the next call goes on from it", w.steps)
	} else if ended != nil {
		return ended
	}
	figs, err := w.figures()
	if err != nil {
		return err
	}
	return w.live.Update(jupyter.Progress{Text: text}, figs...)
}
