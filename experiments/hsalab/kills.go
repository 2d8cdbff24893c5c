package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// killedRun is the run file of the run that is killed: a second or two of training with as much state as there is, saved
// at every step, and long enough for a candidate for the best checkpoint.
const killedRun = `base = "nano"
tokens_per_step = 128
micro_batches = 2
label = "sequence"
label_weight = 0.3
label_stages = 1
[model]
dim = 16
mlp_width = 16
encoder_mlp_width = 16
retrieval_dim = 8
gumbel_noise = true
[curriculum]
lengths = [32, 64]
shares = [1, 100]
top_k = [3, 2]
schedule = "cosine"
max_steps = 105
`

// comparedFiles must be the same, byte by byte, in a killed run and in one that was not.
var comparedFiles = []string{"metrics.jsonl", "checkpoint.safetensors", "best.safetensors",
	filepath.Join("weights", hsa.WeightsFile), filepath.Join("weights", hsa.ConfigFile), filepath.Join("weights", "metrics.jsonl")}

// kills kills training processes at random moments, on several lanes at once.
type kills struct {
	*console
	program string
	backend string
	folder  string
	took    time.Duration // by the run that is not killed
	wanted  int

	mu    sync.Mutex
	meter *meter
	start time.Time // of the first run that is killed
	tally
}

// tally is what came of the kills.
type tally struct {
	killed   int
	early    int // killed before the first checkpoint
	finished int // runs that came to their end in spite of it
}

// killLane kills one process after the other, each with one thread, so that the lanes do not slow each other.
type killLane struct {
	*kills
	number, limit int
	rng           *rand.Rand
	killed        int
}

// killSweep kills a training run so many times, at moments drawn from the seed, and goes on each time: the last checkpoint
// must load and never be older than before, and each run must end as the one that was not killed.
func (k *checkCmd) killSweep(ctx context.Context, c *console) error {
	folder, err := os.MkdirTemp("", "hsalab-kills-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	program, err := os.Executable()
	if err != nil {
		return err
	}
	s := &kills{console: c, program: program, backend: k.Backend, folder: folder, wanted: k.Kills}
	if err := os.WriteFile(s.file("killed.toml"), []byte(killedRun), 0o644); err != nil {
		return err
	}
	start := time.Now()
	if err := s.reference(ctx); err != nil {
		return err
	}
	s.meter = c.meter(k.Kills)
	err = s.lanes(ctx, k.Seed)
	s.meter.close()
	if err != nil {
		return err
	}
	c.say("PASS  %d kills at random moments (seed %d), %d of them before the first checkpoint: the last checkpoint always loaded", s.killed, k.Seed, s.early)
	c.say("PASS  %d runs ended bit for bit as the one that was not killed: weights, optimizer, metrics, best checkpoint", s.finished)
	c.say("%d kills, %d runs, 0 failed, %s", s.killed, s.finished, short(time.Since(start)))
	return nil
}

func (s *kills) file(name string) string { return filepath.Join(s.folder, name) }

// lanes shares the kills between as many lanes as there are cores; the first failure ends them all.
func (s *kills) lanes(ctx context.Context, seed uint64) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var lanes sync.WaitGroup
	count := min(runtime.NumCPU(), s.wanted)
	for i := range count {
		l := &killLane{kills: s, number: i + 1, limit: (s.wanted + i) / count, rng: rand.New(rand.NewPCG(seed, uint64(i)))}
		lanes.Go(func() {
			if err := l.kill(ctx); err != nil {
				cancel(err)
			}
		})
	}
	lanes.Wait()
	return context.Cause(ctx)
}

// kill trains one run after the other until the kills of the lane are done.
func (l *killLane) kill(ctx context.Context) error {
	for run := 1; l.killed < l.limit; run++ {
		name := fmt.Sprintf("run%d-%d", l.number, run)
		if err := l.run(ctx, l.file(name)); err != nil {
			return fmt.Errorf("FAIL after %d kills of lane %d, in its run %d: %w", l.killed, l.number, run, err)
		}
	}
	return nil
}

// train is the process that trains into a directory; what it prints is kept.
func (s *kills) train(ctx context.Context, dir string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(ctx, s.program, "train", s.file("killed.toml"), "--out", dir, "--save-every", "1ns", "--backend", s.backend)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	printed := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = printed, printed
	return cmd, printed
}

// reference is the run that is not killed.
func (s *kills) reference(ctx context.Context) error {
	start := time.Now()
	cmd, printed := s.train(ctx, s.file("reference"))
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the run that is not killed: %w: %s", err, printed)
	}
	s.took, s.start = time.Since(start), time.Now()
	s.say("a run of %s, saved at every step, is killed at random moments and goes on", short(s.took))
	return nil
}

// run trains into dir to the end, killed again and again until the kills of the lane are done.
func (l *killLane) run(ctx context.Context, dir string) error {
	last := 0
	for {
		moment := time.Hour
		if l.killed < l.limit {
			moment = time.Duration(l.rng.Float64() * float64(l.took))
		}
		done, err := l.killAfter(ctx, dir, moment)
		if err != nil {
			return err
		}
		if done {
			return l.ended(dir)
		}
		l.killed++
		step, err := l.loads(dir, last)
		if err != nil {
			return err
		}
		last = step
		l.survived(step)
	}
}

// ended compares a run that came to its end, and counts it.
func (s *kills) ended(dir string) error {
	s.mu.Lock()
	s.finished++
	s.mu.Unlock()
	return s.compare(dir)
}

// survived counts a kill, after which the last checkpoint is of a step, or of none, and shows how many were survived.
func (s *kills) survived(step int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.killed++
	if step == 0 {
		s.early++
	}
	left := time.Since(s.start) / time.Duration(s.killed) * time.Duration(s.wanted-s.killed)
	s.meter.set(s.killed, left, fmt.Sprintf("%d of %d kills survived, %d runs at their end, now at step %d", s.killed, s.wanted, s.finished, step))
}

// killAfter trains in dir for a moment; done says that the run came to its end before.
func (s *kills) killAfter(ctx context.Context, dir string, moment time.Duration) (done bool, err error) {
	deadline, cancel := context.WithTimeout(ctx, moment)
	defer cancel()
	cmd, printed := s.train(deadline, dir) // its context kills it with SIGKILL
	err = cmd.Run()
	switch end := cmd.ProcessState; {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case end != nil && end.Success():
		return true, nil
	case deadline.Err() == nil || (end != nil && end.Exited()):
		return false, fmt.Errorf("the run does not go on: %w: %s", err, printed)
	}
	return false, nil // killed
}

// loads loads both checkpoints of a killed run; the last must not be older than before.
func (s *kills) loads(dir string, before int) (int, error) {
	for _, which := range []experiments.Kept{experiments.Best, experiments.Last} {
		step, ok, err := experiments.RunDir(dir).Checkpoint(which)
		switch {
		case err != nil:
			return 0, err
		case which == experiments.Best, !ok && before == 0:
		case step < before:
			return 0, fmt.Errorf("the last checkpoint is of step %d, and there was one of step %d", step, before)
		default:
			before = step
		}
	}
	return before, nil
}

// compare finds a finished run equal to the one that was not killed, and removes it.
func (s *kills) compare(dir string) error {
	for _, name := range comparedFiles {
		want, err := os.ReadFile(filepath.Join(s.file("reference"), name))
		if err != nil {
			return err
		}
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if !bytes.Equal(want, got) {
			return errorf("%s differs from that of the run that was not killed%s", name, firstDifference(want, got))
		}
	}
	return os.RemoveAll(dir)
}

// firstDifference says in which line two texts part, with both lines; "" of files that are not text.
func firstDifference(want, got []byte) string {
	if !utf8.Valid(want) || !utf8.Valid(got) {
		return ""
	}
	lines, others := bytes.SplitAfter(want, []byte("\n")), bytes.SplitAfter(got, []byte("\n"))
	same := 0
	for same < min(len(lines), len(others)) && bytes.Equal(lines[same], others[same]) {
		same++
	}
	next := func(list [][]byte) []byte { return bytes.Join(list[same:min(same+1, len(list))], nil) }
	return fmt.Sprintf(", from line %d of %d and %d on: want %q, got %q", same+1, len(lines), len(others), next(lines), next(others))
}
