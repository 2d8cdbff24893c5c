//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
)

// process starts the program, whose output is in the buffer once it has ended.
func process(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	t.Setenv(asProgram, "1")
	cmd := exec.Command(os.Args[0], args...)
	printed := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = printed, printed
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, printed
}

// waitFor waits until a file has more bytes than it had.
func waitFor(t *testing.T, path string, before int64) int64 {
	t.Helper()
	for range 6000 {
		if info, err := os.Stat(path); err == nil && info.Size() > before {
			return info.Size()
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s does not grow", path)
	return 0
}

// TestInterruptedProcess: SIGINT, SIGTERM and SIGUSR1 save within 3 s and end with status 0; while the process runs, a second one is
// refused; the same command goes on.
func TestInterruptedProcess(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	args := []string{"train", "nano", "--out", dir}
	last, size := 0, int64(0)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGUSR1} {
		cmd, printed := process(t, args...)
		size = waitFor(t, filepath.Join(dir, "metrics.jsonl"), size)
		if last == 0 {
			fails(t, "is in use by process", args...)
		}
		start := time.Now()
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		if took := time.Since(start); err != nil || took > 3*time.Second {
			t.Errorf("%v: %v after %v, want status 0 within 3 s: %s", signal, err, took, printed)
		}
		step, ok, err := experiments.RunDir(dir).Checkpoint(experiments.Last)
		if err != nil || !ok || step <= last {
			t.Errorf("%v: checkpoint of step %d, %v, %v; there was one of step %d", signal, step, ok, err, last)
		}
		if want := "the same command goes on from it: hsalab train nano --out " + dir; !strings.Contains(printed.String(), want) {
			t.Errorf("%v: prints %q, want %q", signal, printed, want)
		}
		last = step
	}
}
