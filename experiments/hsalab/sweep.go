package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/experiments/sweep"
)

type sweepCmd struct {
	Study   string `arg:"" predictor:"study" help:"A study (${studies}), or a file of your own (.toml)."`
	Out     string `predictor:"dir" placeholder:"DIR" help:"Directory of the runs (default: runs/STUDY)."`
	Seeds   int    `default:"0" placeholder:"N" help:"Seeds of every variant (default: as the study says)."`
	Workers int    `default:"0" placeholder:"N" help:"Runs at a time (default: one a core)."`
	Threads int    `default:"0" placeholder:"N" help:"Threads of each run (default: the cores over the workers)."`
	Shard   int    `default:"0" placeholder:"I" help:"Carry out every N-th run only, from number I on (from 0); N is --of."`
	Of      int    `default:"1" placeholder:"N" help:"Number of shards."`

	TrainBackend string `default:"go" placeholder:"go|xla:PATH" help:"What trains: go, or xla:PATH of a PJRT plugin (needs a program built with -tags xla)."`
	EvalBackend  string `default:"go" placeholder:"go|xla:PATH" help:"What tests."`
	AllowUnknown bool   `name:"allow-unknown-commit" help:"Carry runs out even where the program does not know its commit; their rows name none."`

	List    bool   `xor:"mode" help:"List the runs and whether they are done."`
	One     string `name:"run" xor:"mode" placeholder:"NAME" help:"Carry out one run, by its name."`
	Collect string `xor:"mode" predictor:"file" placeholder:"FILE" help:"Join the rows of the runs that are done in FILE.jsonl.gz."`
	Child   string `name:"child" hidden:"" xor:"mode" placeholder:"NAME" help:"Carry out one run, reporting to the process that started this one."`

	Slurm  string   `xor:"mode" predictor:"dir" placeholder:"DIR" help:"Write the runs that are not done as an array of jobs for Slurm, in DIR."`
	Sbatch []string `placeholder:"OPTION" sep:"none" help:"With --slurm: an option for sbatch, such as --sbatch=--time=2:00:00; may be given again."`
	Submit bool     `help:"With --slurm: hand the array to sbatch."`
}

// Run carries the grid of a study out; what is done already is kept.
func (s *sweepCmd) Run(ctx context.Context, c *console) error {
	st, err := study.Load(s.Study)
	if err != nil {
		return err
	}
	where := sweep.Where{Dir: s.Out, Train: s.TrainBackend, Eval: s.EvalBackend, Command: s.record()}
	if where.Dir == "" {
		where.Dir = filepath.Join("runs", st.Name)
	}
	runs, err := st.Runs(s.Seeds)
	if err != nil {
		return err
	}
	if !s.List && s.Collect == "" {
		if err := needCommit(s.AllowUnknown); err != nil {
			return err
		}
	}
	if s.One != "" || s.Child != "" {
		return s.one(ctx, c, runs, where)
	}
	if runs, err = sweep.Shard(runs, s.Shard, s.Of); err != nil {
		return err
	}
	switch {
	case s.List:
		return listRuns(c, runs, where)
	case s.Collect != "":
		return s.collect(c, runs, where)
	case s.Slurm != "":
		return s.slurm(ctx, c, st.Name, where.Left(runs), where)
	case s.Submit || len(s.Sbatch) > 0:
		return errorf("--sbatch and --submit go with --slurm DIR")
	}
	return s.queue(ctx, c, runs, where)
}

// record is the command for the rows: what makes the same numbers, whatever the number of workers and the place of the
// plugin.
func (s *sweepCmd) record() string {
	args := []string{"sweep", s.Study}
	for _, b := range []struct{ flag, value string }{{"--train-backend", s.TrainBackend}, {"--eval-backend", s.EvalBackend}} {
		if plugin, ok := strings.CutPrefix(b.value, "xla:"); ok {
			_, options, _ := strings.Cut(plugin, ",")
			args = append(args, b.flag, strings.TrimSuffix("xla:PLUGIN,"+options, ","))
		}
	}
	return commandLine(args)
}

// queue carries the runs out that are not done.
func (s *sweepCmd) queue(ctx context.Context, c *console, runs []study.Run, where sweep.Where) error {
	left := where.Left(runs)
	process, workers, err := s.process(where)
	if err != nil {
		return err
	}
	c.say("%d runs in %s, %d of them done; %d at a time, %d thread(s) each; Ctrl-C saves", len(runs), where.Dir, len(runs)-len(left), workers, process.Threads)
	b := newBoard(c, len(left))
	err = sweep.Queue{Runs: left, Workers: workers, Start: process.Do, Board: b}.Run(ctx)
	b.close()
	if err != nil {
		return err
	}
	c.say("all runs are done; join their rows: hsalab sweep %s --out %s --collect FILE.jsonl.gz", s.Study, where.Dir)
	return nil
}

// process is how one run is carried out, and how many at a time.
func (s *sweepCmd) process(where sweep.Where) (sweep.Process, int, error) {
	if s.Workers < 0 || s.Threads < 0 {
		return sweep.Process{}, 0, errorf("--workers %d, --threads %d: want positive numbers", s.Workers, s.Threads)
	}
	workers, threads := s.Workers, s.Threads
	if workers == 0 {
		workers = runtime.NumCPU()
	}
	if threads == 0 {
		threads = max(1, runtime.NumCPU()/workers)
	}
	program, err := os.Executable()
	return sweep.Process{Program: program, Threads: threads, Args: append(s.childArgs(where.Dir), "--child")}, workers, err
}

// childArgs are the arguments of the process of a run, whose name follows.
func (s *sweepCmd) childArgs(dir string) []string {
	args := []string{"sweep", s.Study, "--out", dir, "--seeds", itoa(s.Seeds), "--train-backend", s.TrainBackend, "--eval-backend", s.EvalBackend}
	if s.AllowUnknown {
		args = append(args, "--allow-unknown-commit")
	}
	return args
}

// one carries one run out, for a reader or for the process that started this one.
func (s *sweepCmd) one(ctx context.Context, c *console, runs []study.Run, where sweep.Where) error {
	name := s.One + s.Child
	i := slices.IndexFunc(runs, func(r study.Run) bool { return r.Name() == name })
	if i < 0 {
		return errorf("study %s has no run %q; see them with --list", s.Study, name)
	}
	if s.Child != "" {
		return sweep.Do(sweep.UntilClosed(ctx, os.Stdin), runs[i], where, sweep.Report(c.out))
	}
	m := c.meter(100)
	defer m.close()
	return sweep.Do(ctx, runs[i], where, func(p sweep.Status) { m.set(int(100*p.Done), p.Left, p.Text) })
}

func listRuns(c *console, runs []study.Run, where sweep.Where) error {
	for i, r := range runs {
		state := "to do"
		if where.Done(r) {
			state = "done"
		}
		c.say("%4d  %-40s %s", i, r.Name(), state)
	}
	return nil
}

// collect joins the rows.
func (s *sweepCmd) collect(c *console, runs []study.Run, where sweep.Where) error {
	rows, missing, err := where.Collect(runs)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return errors.New("no run is done yet: there are no rows to join")
	}
	if err := results.WriteFile(s.Collect, rows); err != nil {
		return err
	}
	c.say("%d rows of %d of %d runs: %s", len(rows), len(runs)-len(missing), len(runs), s.Collect)
	for _, name := range missing {
		c.say("missing: %s", name)
	}
	return nil
}
