package experiments

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// Variant is one cell of the ablation: what is switched against the full model.
type Variant struct {
	Encoder  hsa.Encoder
	Residual hsa.Residual
	TopK     int // in training; 0 every visible chunk
}

// Name of the variant in results, such as "cls/bypass/k4" or "none/standard/kall".
func (v Variant) Name() string {
	k := fmt.Sprint("k", v.TopK)
	if v.TopK == 0 {
		k = "kall"
	}
	return fmt.Sprintf("%s/%s/%s", v.Encoder, v.Residual, k)
}

// Recipe is the recipe of a variant: conjunctive keys, the same tokens for all.
func (v Variant) Recipe(seed uint64) Recipe {
	r := Conjunctive(v.Name())
	r.Seed = seed
	r.Model.Encoder, r.Model.Residual, r.Model.TopK = v.Encoder, v.Residual, v.TopK
	if v.Encoder != hsa.EncoderCLS {
		r.Model.CLSTokens = 0
	}
	if v.Encoder == hsa.EncoderNone {
		r.Model.EncoderLayers = 0
	}
	return r
}

// Grid is {CLS, mean, none} × {bypass, standard} × top-K in training {4, all}.
func Grid() []Variant {
	var grid []Variant
	for _, k := range []int{4, 0} {
		for _, e := range []hsa.Encoder{hsa.EncoderCLS, hsa.EncoderMean, hsa.EncoderNone} {
			for _, r := range []hsa.Residual{hsa.Bypass, hsa.Standard} {
				grid = append(grid, Variant{Encoder: e, Residual: r, TopK: k})
			}
		}
	}
	return grid
}

// AblationOptions says how the grid is run.
type AblationOptions struct {
	Dir         string // of the runs and their rows
	Seeds       int
	Train       string // backend for training
	Eval        string // backend for evaluation
	Shard, Of   int    // only the runs whose number is Shard modulo Of; Of 0 runs all
	Sequences   int    // sequences a length
	Lengths     []int
	Command     string
	Status      func(string)      // one line a run; may be nil
	TrainStatus func(TrainStatus) // may be nil
}

// Ablation trains and evaluates every variant and seed among decoys, with top-K 4 and with every chunk at test. What
// is done already is kept: rows.jsonl of each run is whole or not there.
func Ablation(ctx context.Context, o AblationOptions) error {
	var failed []error
	for i, job := range ablationJobs(o.Seeds) {
		if o.Of > 0 && i%o.Of != o.Shard {
			continue
		}
		err := o.run(ctx, job)
		if errors.Is(err, ErrInterrupted) || ctx.Err() != nil {
			return err
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s seed %d: %w", job.variant.Name(), job.seed, err))
		}
		o.say(job, err)
	}
	return errors.Join(failed...)
}

type ablationJob struct {
	variant Variant
	seed    int
}

func ablationJobs(seeds int) []ablationJob {
	var jobs []ablationJob
	for seed := range seeds {
		for _, v := range Grid() {
			jobs = append(jobs, ablationJob{v, seed})
		}
	}
	return jobs
}

func (o AblationOptions) say(j ablationJob, err error) {
	if o.Status == nil {
		return
	}
	outcome := "done"
	if err != nil {
		outcome = err.Error()
	}
	o.Status(fmt.Sprintf("%-20s seed %d  %s", j.variant.Name(), j.seed, outcome))
}

func (o AblationOptions) runDir(j ablationJob) string {
	name := fmt.Sprintf("%s-seed%d", strings.ReplaceAll(j.variant.Name(), "/", "-"), j.seed)
	return filepath.Join(o.Dir, name)
}

// run trains one variant with one seed, unless that is done, and evaluates it, unless that is done.
func (o AblationOptions) run(ctx context.Context, j ablationJob) error {
	dir := o.runDir(j)
	rowsFile := filepath.Join(dir, "rows.jsonl.gz")
	if _, err := os.Stat(rowsFile); err == nil {
		return nil
	}
	if _, err := os.Stat(filepath.Join(RunDir(dir).Weights(), hsa.WeightsFile)); err != nil {
		err := Train(ctx, j.variant.Recipe(uint64(j.seed)), TrainOptions{Dir: RunDir(dir), Backend: o.Train, Command: o.Command, Progress: o.TrainStatus})
		if err != nil {
			return err
		}
	}
	trained, err := Open(dir)
	if err != nil {
		return err
	}
	var rows []results.Row
	for _, k := range []int{4, hsa.AllChunks} {
		err := Evaluate(ctx, trained, EvalOptions{
			Backend: o.Eval, Haystack: "decoys", Lengths: o.Lengths, Sequences: o.Sequences, TopK: k, Workers: 1,
			Variant: j.variant.Name(), Seed: int64(j.seed), Command: o.Command,
			Write: func(r ...results.Row) error { rows = append(rows, compact(r)...); return nil },
		})
		if err != nil {
			return err
		}
	}
	return results.WriteFile(rowsFile, rows)
}

// compact leaves out of rows what the table does not need, since there are many.
func compact(rows []results.Row) []results.Row {
	for i := range rows {
		r := &rows[i]
		r.Picked, r.Answer, r.Predicted = nil, "", ""
	}
	return rows
}

// AblationRows reads the rows of all runs under dir, in the order of the grid.
func AblationRows(dir string, seeds int) ([]results.Row, error) {
	var all []results.Row
	o := AblationOptions{Dir: dir}
	for _, j := range ablationJobs(seeds) {
		rows, err := results.Read(filepath.Join(o.runDir(j), "rows.jsonl.gz"))
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return slices.Clip(all), nil
}
