//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

// sweptStudy is a grid of two variants that train for so many steps.
func sweptStudy(t *testing.T, steps string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "swept.toml")
	write(t, path, `name = "swept"
title = "A small grid"
source = "a test"
base = "conjunctive"
seeds = 1
figure = "table"
[fixed]
tokens_per_step = 128
model = { dim = 16, heads = 2, mlp_width = 16, encoder_mlp_width = 16, retrieval_dim = 8 }
curriculum = { lengths = [32, 64], shares = [1.0, 1.0], max_steps = `+steps+` }
[[axis]]
name = "model"
option = [{ name = "hsa" }, { name = "full", set = { rival = "full-attention", label = "none" } }]
[[eval]]
tasks = ["noise"]
ratios = [1, 2]
samples = 2
`)
	return path
}

// TestSweep: a grid is carried out in processes of its own, and its rows are joined; carried out again, it is done.
func TestSweep(t *testing.T) {
	t.Setenv(asProgram, "1")
	file, dir := sweptStudy(t, "6"), t.TempDir()
	if out := succeeds(t, "sweep", file, "--allow-unknown-commit", "--out", dir, "--workers", "2"); !strings.Contains(out, "hsa-seed0") || !strings.Contains(out, "all runs are done") {
		t.Errorf("sweep prints %q", out)
	}
	rows := filepath.Join(dir, "all.jsonl.gz")
	if out := succeeds(t, "sweep", file, "--out", dir, "--collect", rows); !strings.Contains(out, "of 2 of 2 runs") {
		t.Errorf("collect prints %q", out)
	}
	list, err := results.Read(rows)
	if err != nil || len(list) == 0 || !strings.HasPrefix(list[0].Command, "hsalab sweep ") {
		t.Fatalf("%d rows, %v", len(list), err)
	}
	if out := succeeds(t, "sweep", file, "--allow-unknown-commit", "--out", dir); !strings.Contains(out, "2 runs in "+dir+", 2 of them done") {
		t.Errorf("again: %q", out)
	}
	if err := os.Remove(filepath.Join(dir, "full-seed0", "rows.jsonl.gz")); err != nil {
		t.Fatal(err)
	}
	if out := succeeds(t, "sweep", file, "--out", dir, "--collect", rows); !strings.Contains(out, "missing: full-seed0") {
		t.Errorf("collect of a part prints %q", out)
	}
}

// TestSweepFails: a run that cannot go on is named at the end, the others are done, and the status is that of a failure.
func TestSweepFails(t *testing.T) {
	t.Setenv(asProgram, "1")
	file, dir := sweptStudy(t, "6"), t.TempDir()
	write(t, filepath.Join(dir, "full-seed0"), "a file where a directory should be")
	fails(t, "full-seed0: ", "sweep", file, "--allow-unknown-commit", "--out", dir, "--workers", "1")
	if out := succeeds(t, "sweep", file, "--out", dir, "--list"); !strings.Contains(out, "hsa-seed0") || strings.Count(out, " done") != 1 {
		t.Errorf("list prints %q", out)
	}
}

// TestSweepInterrupted: SIGINT stops the runs, which save; the same command goes on.
func TestSweepInterrupted(t *testing.T) {
	file, dir := sweptStudy(t, "100000"), t.TempDir()
	cmd, printed := process(t, "sweep", file, "--allow-unknown-commit", "--out", dir, "--workers", "1")
	waitFor(t, filepath.Join(dir, "hsa-seed0", "metrics.jsonl"), 0)
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("%v: %s", err, printed)
	}
	if _, err := os.Stat(filepath.Join(dir, "hsa-seed0", "checkpoint.safetensors")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "full-seed0")); err == nil {
		t.Error("the next run was begun")
	}
}

// TestSweepSlurm: the grid as an array of jobs, handed to a fake sbatch that runs every job.
func TestSweepSlurm(t *testing.T) {
	tools := t.TempDir()
	write(t, filepath.Join(tools, "sbatch"), `#!/bin/bash
last=$(sed -n 's/^#SBATCH --array=0-//p' "$1")
for i in $(seq 0 "$last"); do SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=$i bash "$1" </dev/null >/dev/null 2>&1 || exit 1; done
echo "Submitted batch job 7"
`)
	if err := os.Chmod(filepath.Join(tools, "sbatch"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	t.Setenv(asProgram, "1")
	file, dir := sweptStudy(t, "6"), t.TempDir()
	out := succeeds(t, "sweep", file, "--allow-unknown-commit", "--out", dir, "--slurm", filepath.Join(dir, "jobs"), "--sbatch=--time=1:00:00", "--submit")
	if !strings.Contains(out, "2 runs: Submitted batch job 7") {
		t.Errorf("sweep --slurm prints %q", out)
	}
	if out := succeeds(t, "sweep", file, "--out", dir, "--list"); strings.Count(out, " done") != 2 {
		t.Errorf("list prints %q", out)
	}
	fails(t, "every run is done", "sweep", file, "--allow-unknown-commit", "--out", dir, "--slurm", filepath.Join(dir, "jobs"))
}

// TestSweepUnknownCommit: a program that does not know its commit, such as a test, makes no rows unless that is allowed; a
// single run and a job of an array are refused as well.
func TestSweepUnknownCommit(t *testing.T) {
	file, dir := sweptStudy(t, "6"), t.TempDir()
	for _, mode := range [][]string{nil, {"--run", "hsa-seed0"}, {"--slurm", filepath.Join(dir, "jobs")}} {
		fails(t, "--allow-unknown-commit", append([]string{"sweep", file, "--out", dir}, mode...)...)
	}
	if made, err := os.ReadDir(dir); err != nil || len(made) > 0 {
		t.Errorf("%d files after refusals, %v", len(made), err)
	}
}

func TestSweepRefuses(t *testing.T) {
	for want, args := range map[string]string{
		`the nearest is "window"`:   "sweep windw",
		"shard 3 of 3":              "sweep window --allow-unknown-commit --shard 3 --of 3",
		`has no run "none"`:         "sweep window --allow-unknown-commit --run none",
		"go with --slurm":           "sweep window --allow-unknown-commit --submit",
		"--workers -1":              "sweep window --allow-unknown-commit --workers=-1",
		"there are no rows to join": "sweep window --out nowhere --collect rows.jsonl.gz",
	} {
		fails(t, want, strings.Fields(args)...)
	}
}
