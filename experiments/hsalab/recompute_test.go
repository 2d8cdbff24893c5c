//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecompute trains and tests a small study and compares it with what is committed of it: nothing.
func TestRecompute(t *testing.T) {
	t.Setenv(asProgram, "1")
	out := t.TempDir()
	args := []string{"reproduce", "--recompute", "--figure", sweptStudy(t, "6"), "--out", out}
	first := succeeds(t, args...)
	for _, want := range []string{"2 of 2 runs recomputed", "Study swept", "none", "in 0 of the 0 cells"} {
		if !strings.Contains(first, want) {
			t.Errorf("it prints %q, without %q", first, want)
		}
	}
	if page, err := os.ReadFile(filepath.Join(out, "recomputed.html")); err != nil || !strings.Contains(string(page), "hsalab sweep") {
		t.Errorf("the page: %v", err)
	}
	if again := succeeds(t, args...); !strings.Contains(again, "2 of them done") {
		t.Errorf("again it prints %q, want what was done to be kept", again)
	}
}

// TestRecomputeCut: what the budget allows is done, and the rest said not to be; the same command goes on.
func TestRecomputeCut(t *testing.T) {
	t.Setenv(asProgram, "1")
	out, file := t.TempDir(), sweptStudy(t, "100000")
	args := []string{"reproduce", "--recompute", "--figure", file, "--out", out, "--budget"}
	fails(t, "more time by --budget", append(args, "1ns")...)
	fails(t, "more time by --budget", append(args, "4s")...)
	saved, err := filepath.Glob(filepath.Join(out, "runs", "swept", "*", "checkpoint.safetensors"))
	if err != nil || len(saved) == 0 {
		t.Errorf("%d checkpoints after the budget, %v", len(saved), err)
	}
}
