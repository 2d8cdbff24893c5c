package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTrain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	out := succeeds(t, "train", "nano", "--steps", "25", "--out", dir)
	for _, want := range []string{"trained 25 steps", filepath.Join(dir, "weights"), "hsalab eval " + dir} {
		if !strings.Contains(out, want) {
			t.Errorf("train prints %q, want %q", out, want)
		}
	}
	if out := succeeds(t, "eval", dir, "--lengths", "128", "--samples", "2"); !strings.Contains(out, "run: recall-plain-noise") {
		t.Errorf("eval of the run prints %q", out)
	}
	fails(t, "seed is 0 there and 7 here", "train", "nano", "--steps", "25", "--seed", "7", "--out", dir)
}

// TestTrainRival: a rival is trained and measured like a model, and says that it cannot be asked or pictured.
func TestTrainRival(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rival")
	out := succeeds(t, "train", "nano", "--set", "rival=full-attention", "--steps", "3", "--out", dir)
	if !strings.Contains(out, "trained 3 steps: accuracy") || strings.Contains(out, "recall@K") {
		t.Errorf("train prints %q", out)
	}
	if out := succeeds(t, "eval", dir, "--lengths", "128", "--samples", "2"); !strings.Contains(out, "rival: recall-plain-noise") {
		t.Errorf("eval prints %q", out)
	}
	fails(t, "is a rival, full-attention", "model", dir)
	fails(t, `unknown kind "full-attenton"`, "train", "nano", "--set", "rival=full-attenton", "--out", dir+"2")
	fails(t, `the nearest is "rival"`, "train", "nano", "--set", "rivl=full-attention", "--out", dir+"2")
}

// TestTrainGoesOn interrupts a run in its middle; the same command ends it.
func TestTrainGoesOn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	args := []string{"train", "nano", "--steps", "60", "--out", dir}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		metrics := filepath.Join(dir, "metrics.jsonl")
		for {
			if info, err := os.Stat(metrics); err == nil && info.Size() > 0 {
				cancel()
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	o := hsalab(t, ctx, args...)
	if o.status != exitOK || !strings.Contains(o.out, "interrupted at step") || !strings.Contains(o.out, "hsalab train nano --steps 60 --out "+dir) {
		t.Fatalf("status %d, %q, %q", o.status, o.out, o.err)
	}
	if _, err := os.Stat(filepath.Join(dir, "weights")); err == nil {
		t.Error("an interrupted run has weights")
	}
	if out := succeeds(t, args...); !strings.Contains(out, "trained 60 steps") {
		t.Errorf("the second run prints %q", out)
	}
}

func TestCorpus(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write(t, in("empty.txt"), "")
	write(t, in("binary.txt"), "\x00\x01\xff\xfe\x80")
	write(t, in("oneline.txt"), strings.Repeat("the quick brown fox jumps over a lazy dog and runs on ", 400))
	for name, want := range map[string]string{"empty.txt": "no words", "binary.txt": "UTF-8", "missing.txt": "no such file"} {
		fails(t, want, "train", "nano-text", "--steps", "2", "--corpus", in(name), "--out", in("run-"+name))
		if _, err := os.Stat(in("run-" + name)); err == nil {
			t.Errorf("%s: a run directory was made", name)
		}
	}
	succeeds(t, "train", "nano-text", "--steps", "20", "--corpus", in("oneline.txt"), "--out", in("run"))
	m, err := experiments.Open(in("run"))
	if err != nil || m.Vocabulary == nil || m.Task.Corpus != in("oneline.txt") {
		t.Errorf("trained on a text of one line: %+v, %v", m, err)
	}
}

func TestBrokenWeights(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"truncated": func(dir string) error { return os.Truncate(filepath.Join(dir, hsa.WeightsFile), 5000) },
		"another config": func(dir string) error {
			raw, err := os.ReadFile(filepath.Join(dir, hsa.ConfigFile))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, hsa.ConfigFile), []byte(strings.Replace(string(raw), `"upper_layers": 1`, `"upper_layers": 2`, 1)), 0o644)
		},
		"unknown key": func(dir string) error {
			raw, err := os.ReadFile(filepath.Join(dir, hsa.ConfigFile))
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, hsa.ConfigFile), []byte(strings.Replace(string(raw), `"vocab"`, `"vocabulary"`, 1)), 0o644)
		},
	} {
		dir := shortModel(t, "nano", 128)
		if err := damage(dir); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { fails(t, "weights", "eval", dir, "--lengths", "128") })
	}
}

func TestTrainDirectory(t *testing.T) {
	for want, cmd := range map[string]trainCmd{
		filepath.Join("runs", "nano"):       {Recipe: "nano"},
		filepath.Join("runs", "nano-seed3"): {Recipe: "nano", Seed: 3},
		"elsewhere":                         {Recipe: "nano", Seed: 3, Out: "elsewhere"},
	} {
		if got := cmd.dir(); got != want {
			t.Errorf("directory %s, want %s", got, want)
		}
	}
}
