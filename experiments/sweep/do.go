package sweep

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/hsa"
)

// Where says where the runs of a study lie and what computes them.
type Where struct {
	Dir     string // a directory a run, by the run's name
	Train   string // backend for training, as in hsa.OpenBackend
	Eval    string // backend for the tests
	Command string // for the record
}

// rowsFile are the rows of a run; it is there when the run is done.
const rowsFile = "rows.jsonl.gz"

// run is the directory of a run.
func (w Where) run(r study.Run) experiments.RunDir {
	return experiments.RunDir(filepath.Join(w.Dir, r.Name()))
}

func (w Where) rows(r study.Run) string { return filepath.Join(string(w.run(r)), rowsFile) }

// Done reports whether a run is done: its rows are there, whole, of the recipe and the tests that the study now has.
func (w Where) Done(r study.Run) bool { return w.planned(r) && whole(w.rows(r)) }

// whole reports whether a compressed file is there to its end, with the checksum that it says.
func whole(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, unzipped)
	return err == nil
}

// Status is where a run stands.
type Status struct {
	Phase string        `json:"phase"` // Train or Test
	Done  float64       `json:"done"`  // share of the phase, 0 to 1
	Left  time.Duration `json:"left"`  // to the end of the phase
	Text  string        `json:"text"`  // for a reader
}

// Phases of a run.
const (
	Train = "train"
	Test  = "test"
)

// Do trains the model of a run and tests it, but for what is done already. When ctx ends, training saves a checkpoint and
// Do returns experiments.ErrInterrupted; a test that is cut short begins anew. progress may be nil.
func Do(ctx context.Context, r study.Run, w Where, progress func(Status)) error {
	if w.Done(r) {
		return nil
	}
	if err := w.begin(r); err != nil {
		return err
	}
	if progress == nil {
		progress = func(Status) {}
	}
	if err := train(ctx, r, w, progress); err != nil {
		return err
	}
	rows, err := test(ctx, r, w, progress)
	if err != nil {
		return err
	}
	return results.WriteFile(w.rows(r), rows)
}

// train trains the model of a run, unless its weights are there.
func train(ctx context.Context, r study.Run, w Where, progress func(Status)) error {
	dir := w.run(r)
	_, err := os.Stat(filepath.Join(dir.Weights(), hsa.WeightsFile))
	if err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return experiments.Train(ctx, r.Recipe, experiments.TrainOptions{
		Dir: dir, Backend: w.Train, Command: w.Command, KeepBest: experiments.BestNone,
		Progress: func(s experiments.TrainStatus) {
			progress(Status{Phase: Train, Done: float64(s.Step) / float64(s.MaxSteps), Left: s.ETA,
				Text: fmt.Sprintf("step %d/%d  loss %.2f  acc %.2f  length %d", s.Step, s.MaxSteps, s.Metric.Loss, s.Metric.Accuracy, s.Length)})
		},
	})
}

// test puts the trained model of a run to every pass of its study.
func test(ctx context.Context, r study.Run, w Where, progress func(Status)) ([]results.Row, error) {
	var rows []results.Row
	trained, err := experiments.Open(string(w.run(r)))
	if err != nil {
		return nil, err
	}
	list, err := tests(r, trained, w)
	if err != nil {
		return nil, err
	}
	clock := newClock(list)
	for _, t := range list {
		o := t.options
		o.Write = func(more ...results.Row) error { rows = append(rows, compact(more)...); return nil }
		o.Progress = func(s eval.Status) { progress(clock.at(s)) }
		if err := eval.Run(ctx, t.model, o); err != nil {
			return nil, err
		}
		clock.ended()
	}
	return rows, nil
}

// compact leaves out of rows what no table needs, and digits that say nothing, since there are many: a row takes some 11
// bytes in a compressed file.
func compact(rows []results.Row) []results.Row {
	round := func(x *float64) { *x = math.Round(*x*100) / 100 }
	for i := range rows {
		r := &rows[i]
		r.Picked, r.Answer, r.Predicted = nil, "", ""
		round(&r.Depth)
		round(&r.GoldWeight)
	}
	return rows
}
