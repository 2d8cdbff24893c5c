package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
)

// TestExport: from a run over its evaluation to a model whose card has the results.
func TestExport(t *testing.T) {
	folder := t.TempDir()
	run, to, rows := filepath.Join(folder, "run"), filepath.Join(folder, "model"), filepath.Join(folder, "rows.jsonl")
	succeeds(t, "train", "nano", "--steps", "3", "--out", run)
	out := succeeds(t, "export", run, "--out", to, "--dtype", "bf16", "--shard", "0.1")
	if !strings.Contains(out, "the card has no results yet: \"hsalab eval "+to+" --out rows.jsonl\"") {
		t.Errorf("prints %s", out)
	}
	if shards, err := filepath.Glob(filepath.Join(to, "model-0000*-of-0000*.safetensors")); err != nil || len(shards) < 2 {
		t.Errorf("shards %q, %v", shards, err)
	}
	succeeds(t, "eval", to, "--lengths", "64", "--samples", "2", "--out", rows)
	out = succeeds(t, "export", run, "--out", to, "--dtype", "bf16", "--rows", rows)
	if !strings.Contains(out, "the card has the results of ") {
		t.Errorf("prints %s", out)
	}
	card, err := os.ReadFile(filepath.Join(to, "README.md"))
	if err != nil || !strings.Contains(string(card), "| recall-plain-noise | 64 (0.5×) | 4 | 0.") {
		t.Errorf("card %s, %v", card, err)
	}
	fails(t, "no row is of these weights", "export", run, "--out", to, "--dtype", "f16", "--rows", rows)
	fails(t, "there is no such file", "export", run, "--out", to, "--rows", rows+"x")
	fails(t, "want a number of MiB", "export", run, "--out", to, "--shard=-1")
	fails(t, "no model", "export", filepath.Join(folder, "none"), "--out", to)
}

// TestExportOfAShippedModel is the model again.
func TestExportOfAShippedModel(t *testing.T) {
	to := filepath.Join(t.TempDir(), "nano")
	out := succeeds(t, "export", "nano", "--out", to)
	if !strings.Contains(out, "the card has the results of ") {
		t.Errorf("prints %s", out)
	}
	want, err := experiments.Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := experiments.Open(to); err != nil || got.Hash() != want.Hash() {
		t.Errorf("%v", err)
	}
}
