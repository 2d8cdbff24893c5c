package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/experiments/sweep"
)

// slurm writes the runs as an array of jobs, and hands it to sbatch where that is asked for.
func (s *sweepCmd) slurm(ctx context.Context, c *console, name string, runs []study.Run, where sweep.Where) error {
	command, err := s.jobCommand(where.Dir)
	if err != nil {
		return err
	}
	script, err := sweep.Slurm(s.Slurm, runs, sweep.Array{Name: "hsalab-" + name, Command: command, Threads: max(1, s.Threads), Options: s.Sbatch})
	if err != nil {
		return err
	}
	if !s.Submit {
		c.say("%d runs; submit them with: sbatch %s", len(runs), sweep.ShellWord(script))
		return nil
	}
	said, err := exec.CommandContext(ctx, "sbatch", script).CombinedOutput()
	if err != nil {
		return fmt.Errorf("sbatch %s: %w: %s", script, err, strings.TrimSpace(string(said)))
	}
	c.say("%d runs: %s", len(runs), strings.TrimSpace(string(said)))
	return nil
}

// jobCommand carries one run out in a job, wherever that runs: with whole paths, for a shell.
func (s *sweepCmd) jobCommand(dir string) (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	whole := *s
	if filepath.Ext(s.Study) == ".toml" {
		if whole.Study, err = filepath.Abs(s.Study); err != nil {
			return "", err
		}
	}
	words := append([]string{program}, whole.childArgs(dir)...)
	words = append(words, "--run")
	for i, w := range words {
		words[i] = sweep.ShellWord(w)
	}
	return strings.Join(words, " "), nil
}
