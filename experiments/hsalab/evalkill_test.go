package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/experiments/results"
)

// TestEvalKilled kills an evaluation again and again, tears the last line each time, and finds in the end the rows of one
// that was not killed.
func TestEvalKilled(t *testing.T) {
	t.Setenv(asProgram, "1")
	folder := t.TempDir()
	args := func(name string) []string {
		return []string{"eval", "nano", "--tasks", "noise,chain2", "--lengths", "128,2K", "--samples", "6", "--score", "both", "--controls", "--out", filepath.Join(folder, name)}
	}
	succeeds(t, args("whole.jsonl")...)
	want, err := results.Read(filepath.Join(folder, "whole.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	killed := filepath.Join(folder, "killed.jsonl")
	kills := 0
	for kills < 3 && killAtGrowth(t, args("killed.jsonl"), killed) {
		kills++
		raw, err := os.ReadFile(killed)
		if err != nil {
			t.Fatal(err)
		}
		if last := bytes.LastIndexByte(raw[:len(raw)-1], '\n'); last > 0 { // as if the kill had torn the last line
			write(t, killed, string(raw[:last+1+(len(raw)-last)/2]))
		}
	}
	if kills == 0 {
		t.Fatal("the evaluation ended before it could be killed")
	}
	succeeds(t, args("killed.jsonl")...)
	got, err := results.Read(killed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(byID(want), byID(got)); diff != "" || len(got) != len(want) {
		t.Errorf("%d rows after %d kills, want %d (-whole +killed): %s", len(got), kills, len(want), diff)
	}
}

// byID is rows by what they measure, without the command.
func byID(rows []results.Row) map[string]results.Row {
	m := map[string]results.Row{}
	for _, r := range rows {
		r.Command = ""
		m[r.ID().String()] = r
	}
	return m
}

// killAtGrowth runs the program and kills it once the file has grown by some rows; false if it ended before.
func killAtGrowth(t *testing.T, args []string, path string) bool {
	t.Helper()
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return info.Size()
	}
	before := size()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case <-ended:
			return false
		case <-time.After(5 * time.Millisecond):
			if size() > before+20_000 {
				cmd.Process.Kill()
				<-ended
				return true
			}
		}
	}
}
