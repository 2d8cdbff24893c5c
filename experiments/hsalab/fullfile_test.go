//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
)

// TestFileSizeLimit: where the system allows no file as large as a checkpoint, the run stops with a sentence that says what to
// do, the last checkpoint loads and nothing lies beside it; without the limit the same command goes on.
func TestFileSizeLimit(t *testing.T) {
	t.Setenv(asProgram, "1")
	dir := filepath.Join(t.TempDir(), "run")
	train := func(steps string) []string {
		return []string{"train", "nano", "--steps", steps, "--out", dir, "--save-every", "1ns"}
	}
	cmd, printed := process(t, append(train("200"), "--keep-best", "none")...)
	waitFor(t, filepath.Join(dir, "checkpoint.safetensors"), 0)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	before, ok, err := experiments.RunDir(dir).Checkpoint(experiments.Last)
	if err != nil || !ok {
		t.Fatalf("%v, %v: %s", ok, err, printed)
	}
	limited := exec.Command("sh", append([]string{"-c", `ulimit -f 400 && exec "$0" "$@"`, os.Args[0]}, train("200")...)...)
	out, err := limited.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "raise the limit (ulimit -f), and the same command goes on from it") {
		t.Errorf("%v: %s", err, out)
	}
	if step, ok, err := experiments.RunDir(dir).Checkpoint(experiments.Last); err != nil || !ok || step != before {
		t.Errorf("checkpoint of step %d, %v, %v; want that of step %d", step, ok, err, before)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left: %q, %v", left, err)
	}
	cmd, printed = process(t, train("200")...)
	waitForStep(t, dir, before)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("without the limit: %v: %s", err, printed)
	}
}

// waitForStep waits until the last checkpoint is of a later step.
func waitForStep(t *testing.T, dir string, before int) {
	t.Helper()
	for range 600 {
		if step, ok, err := experiments.RunDir(dir).Checkpoint(experiments.Last); err == nil && ok && step > before {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no checkpoint after that of step %d", before)
}
