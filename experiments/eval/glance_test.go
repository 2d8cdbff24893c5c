package eval

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
)

// TestGlance runs a glance at a model trained at a pretended 16 tokens, and counts what it reports.
func TestGlance(t *testing.T) {
	m, err := experiments.Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	w := *m.Weights
	w.Config.TrainingLength = 16
	m.Weights = &w
	var last Status
	rows, err := Glance(context.Background(), []*experiments.Trained{m}, GlanceOptions{Command: "test", Progress: func(model string, s Status) {
		if model != "nano" || s.Done != last.Done+1 || s.TokensDone != last.TokensDone+s.Length {
			t.Errorf("%s: %+v after %+v", model, s, last)
		}
		last = s
	}})
	if err != nil {
		t.Fatal(err)
	}
	if last.Done != last.Total || last.TokensDone != last.Tokens || last.ETA != 0 {
		t.Errorf("ended at %+v", last)
	}
	var lengths []int
	for _, r := range rows {
		if !slices.Contains(lengths, r.Length) {
			lengths = append(lengths, r.Length)
		}
		if r.Command != "test" || r.Haystack != "noise" {
			t.Fatalf("row %+v", r)
		}
	}
	if want := []int{16, 64, 256, 1024}; !slices.Equal(lengths, want) {
		t.Errorf("lengths %v, want %v", lengths, want)
	}
}

func TestGlanceInterrupted(t *testing.T) {
	m, err := experiments.Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = Glance(ctx, []*experiments.Trained{m}, GlanceOptions{Progress: func(string, Status) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestGlanceTask(t *testing.T) {
	conjunctive := recall.Conjunctive()
	for want, task := range map[string]experiments.TaskSpec{"noise": experiments.Nano().Task, "text": experiments.NanoText().Task, "decoys": {Symbols: &conjunctive}} {
		if got := GlanceTask(&experiments.Trained{Task: task}); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestGlanceSequences(t *testing.T) {
	for length, want := range map[int]int{128: 32, 8192: 32, 16384: 16, 1 << 20: 16} {
		if got := glanceSamples(length); got != want {
			t.Errorf("%d tokens: %d sequences, want %d", length, got, want)
		}
	}
}
