//go:build xla && cgo && linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInterruptedXLACompile: SIGINT while XLA compiles the first step, which cannot be stopped, ends the process with status 0
// within 3 s.
func TestInterruptedXLACompile(t *testing.T) {
	plugin := os.Getenv("HSALAB_XLA_PLUGIN")
	if plugin == "" {
		t.Skip("no plugin: set HSALAB_XLA_PLUGIN to the path of a PJRT plugin")
	}
	dir := filepath.Join(t.TempDir(), "run")
	cmd, printed := process(t, "train", "nano", "--out", dir, "--backend", "xla:"+plugin)
	waitFor(t, filepath.Join(dir, "run.json"), 0)
	time.Sleep(time.Second)
	start := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || time.Since(start) > 3*time.Second {
		t.Errorf("%v after %v, want status 0 within 3 s: %s", err, time.Since(start), printed)
	}
	if !strings.Contains(printed.String(), "interrupted at step 0") {
		t.Errorf("it was not interrupted in the first step: %s", printed)
	}
}
