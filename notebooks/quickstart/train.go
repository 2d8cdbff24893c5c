package quickstart

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/jupyter"
)

// Train trains a recipe for so long while its curve moves. The stop button, like the end of the time, saves a
// checkpoint, and the next call goes on from it; once training is done, the weights are in the run directory.
func Train(recipe string, budget time.Duration) {
	r, err := experiments.FindRecipe(recipe)
	show.Check(err)
	dir, err := runDir(r)
	show.Check(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, budget)
	defer cancel()
	live := jupyter.NewLiveAs(show.Mode())
	err = experiments.Train(ctx, r, experiments.TrainOptions{
		Dir: dir, Command: "notebooks/01-quickstart.ipynb", RecordEvery: recordEvery,
		Progress: func(s experiments.TrainStatus) { show.Check(moveCurve(live, dir, r.Name, s)) },
	})
	show.Check(errors.Join(finish(live, dir, r.Name, err), live.Close()))
}

const recordEvery = 10 // steps a point of the curve

// runDir is a directory in runs/ of the clone for exactly this recipe, so that a changed recipe starts anew.
func runDir(r experiments.Recipe) (experiments.RunDir, error) {
	root, err := kernel.FindRoot(".")
	if err != nil {
		return "", err
	}
	r, err = r.Resolve()
	return experiments.RunDir(filepath.Join(root, "runs", "notebook-"+r.Name+"-"+data.Hash(r)[:8])), err
}

// moveCurve shows a new point of the curve, once there is one.
func moveCurve(live *jupyter.Live, dir experiments.RunDir, name string, s experiments.TrainStatus) error {
	text := fmt.Sprintf("texts of %d tokens, %.0f tokens/s", s.Length, s.TokensPerSec)
	figs, err := curve(dir, name)
	if err != nil {
		return err
	}
	return live.Update(jupyter.Progress{Done: s.Step, Total: s.MaxSteps, Text: text}, figs...)
}

// curve is the training curve so far, or nothing before its first point.
func curve(dir experiments.RunDir, name string) ([]viz.Figure, error) {
	metrics, err := dir.Metrics()
	if err != nil || len(metrics) == 0 {
		return nil, err
	}
	c, err := experiments.TrainingCurve(name, metrics)
	return []viz.Figure{c}, err
}

// finish shows how a run ended: done, or stopped with a checkpoint. Any other end is an error.
func finish(live *jupyter.Live, dir experiments.RunDir, name string, ended error) error {
	text := "done; the weights are in runs/" + filepath.Base(string(dir))
	if errors.Is(ended, experiments.ErrInterrupted) {
		text = "stopped, with a checkpoint in runs/; run the cell again to go on"
	} else if ended != nil {
		return ended
	}
	figs, err := curve(dir, name)
	if err != nil {
		return err
	}
	return live.Update(jupyter.Progress{Text: text}, figs...)
}
