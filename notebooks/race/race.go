package race

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/jupyter"
)

// A Race is two variants of a recipe that are trained side by side. Making one does nothing yet, so that it can be a
// variable of a notebook.
type Race struct {
	recipe string
	lanes  [2]lane
}

// lane is one variant with its place on disk.
type lane struct {
	name    string
	changes []string
}

// Between is the race between a recipe as it is and with some keys changed, each KEY=VALUE as in a run file.
func Between(recipe string, changes ...string) Race {
	var names []string
	for _, change := range changes {
		names = append(names, strings.TrimPrefix(change, "model."))
	}
	return Race{recipe, [2]lane{{recipe, nil}, {strings.Join(names, ", "), changes}}}
}

// open resolves one variant and finds its directory.
func (r Race) open(l lane) (experiments.Recipe, experiments.RunDir, error) {
	recipe, err := experiments.FindRecipe(r.recipe)
	for _, change := range l.changes {
		if err == nil {
			recipe, err = recipe.Set(change)
		}
	}
	if err == nil {
		recipe, err = recipe.Resolve()
	}
	if err != nil {
		return recipe, "", err
	}
	root, err := kernel.FindRoot(".")
	return recipe, experiments.RunDir(filepath.Join(root, "runs", "race-"+recipe.Name+"-"+data.Hash(recipe)[:8])), err
}

// recordEvery is how many steps a point of the curves has.
const recordEvery = 10

// Train trains both variants until a step while their curves move. A variant that is there already goes on where it is,
// and the stop button saves both.
func (r Race) Train(until int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	live := jupyter.NewLiveAs(show.Mode())
	show.Check(errors.Join(r.train(ctx, until, live), live.Close()))
}

func (r Race) train(ctx context.Context, until int, live *jupyter.Live) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var mu sync.Mutex
	var steps, ends [2]int
	var errs [2]error
	var wg sync.WaitGroup
	for i, l := range r.lanes {
		wg.Go(func() {
			errs[i] = r.run(ctx, l, until, func(s experiments.TrainStatus) {
				mu.Lock()
				defer mu.Unlock()
				steps[i], ends[i] = s.Step, until
				if s.Step%recordEvery == 0 {
					_ = r.move(live, steps[0]+steps[1], ends[0]+ends[1]) // the last state is drawn again below
				}
			})
			if errs[i] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	return r.move(live, 0, 0)
}

// run trains one variant.
func (r Race) run(ctx context.Context, l lane, until int, progress func(experiments.TrainStatus)) error {
	recipe, dir, err := r.open(l)
	if err != nil {
		return err
	}
	err = experiments.Train(ctx, recipe, experiments.TrainOptions{
		Dir: dir, Command: "notebooks/04-compare-variants.ipynb", RecordEvery: recordEvery, StopAfter: until, Progress: progress,
	})
	if errors.Is(err, experiments.ErrInterrupted) {
		return nil
	}
	return err
}

// move shows the curves so far.
func (r Race) move(live *jupyter.Live, done, total int) error {
	fig, err := r.curves()
	if err != nil {
		return err
	}
	p := jupyter.Progress{Done: done, Total: total, Text: "steps of both variants"}
	if total == 0 {
		p = jupyter.Progress{Text: "both have a checkpoint; the next call goes on from it"}
	}
	return live.Update(p, fig...)
}

// curves are the weight on the gold chunk and the accuracy of both variants against the step.
func (r Race) curves() ([]viz.Figure, error) {
	weight := viz.Curve{Title: "Weight on the gold chunk", XLabel: "step", YLabel: "chunk weight", YRange: viz.Range{Low: 0, High: 1}}
	right := viz.Curve{Title: "Accuracy in training", XLabel: "step", YLabel: "share of questions", YRange: viz.Range{Low: 0, High: 1}}
	for _, l := range r.lanes {
		_, dir, err := r.open(l)
		if err != nil {
			return nil, err
		}
		metrics, err := dir.Metrics()
		if errors.Is(err, os.ErrNotExist) || (err == nil && len(metrics) < 2) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
		weight.Series = append(weight.Series, series(l.name, metrics, func(m experiments.Metric) float64 { return m.GoldWeight }))
		right.Series = append(right.Series, series(l.name, metrics, func(m experiments.Metric) float64 { return m.Accuracy }))
	}
	return []viz.Figure{viz.Panels{Title: "Two variants, the same data", Columns: 2, Figures: []viz.Figure{weight, right}}}, nil
}

func series(name string, metrics []experiments.Metric, of func(experiments.Metric) float64) viz.Series {
	s := viz.Series{Name: name}
	for i, m := range metrics {
		if i == 0 || m.Step > metrics[i-1].Step {
			s.Points = append(s.Points, viz.Point{X: float64(m.Step), Y: of(m)})
		}
	}
	return s
}
