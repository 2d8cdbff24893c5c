package experiments

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/hsalab/hsalab/data/recall"
)

// TestGlance runs a glance at a model trained at a pretended 16 tokens, and counts what it reports.
func TestGlance(t *testing.T) {
	m, err := Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	w := *m.Weights
	w.Config.TrainingLength = 16
	m.Weights = &w
	var last EvalStatus
	rows, err := Glance(context.Background(), []*Trained{m}, GlanceOptions{Command: "test", Progress: func(model string, s EvalStatus) {
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
	m, err := Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err = Glance(ctx, []*Trained{m}, GlanceOptions{Progress: func(string, EvalStatus) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestGlanceTask(t *testing.T) {
	conjunctive := recall.Conjunctive()
	for want, task := range map[string]TaskSpec{"noise": Nano().Task, "text": NanoText().Task, "decoys": {Symbols: &conjunctive}} {
		if got := GlanceTask(&Trained{Task: task}); got != want {
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

func TestTrainingCurve(t *testing.T) {
	metrics := []Metric{{Step: 10, Length: 32, Accuracy: 0.1, Recall: 0.5, GoldWeight: 0.2, Loss: 3}, {Step: 20, Length: 64, Accuracy: 0.9, Recall: 1, GoldWeight: 0.8, Loss: 0.5}}
	c, err := TrainingCurve("nano", metrics)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	if c.Title != "Training nano: loss 0.50 at step 20, 64 tokens a text" {
		t.Errorf("title %q", c.Title)
	}
	for i, want := range []float64{0.9, 1, 0.8} {
		if p := c.Series[i].Points[1]; p.X != 20 || p.Y != want {
			t.Errorf("%s ends at %+v, want %g", c.Series[i].Name, p, want)
		}
	}
	if _, err := TrainingCurve("nano", nil); err == nil {
		t.Error("a curve without metrics")
	}
}

func TestBenches(t *testing.T) {
	training, err := BenchTraining(context.Background(), "go", time.Millisecond)
	if err != nil || training.Value <= 0 {
		t.Errorf("training: %+v, %v", training, err)
	}
	prefill, tail, err := BenchReading(context.Background(), "go", 256)
	if err != nil || prefill.Value <= 0 || tail.Value <= 0 {
		t.Errorf("reading: %+v, %+v, %v", prefill, tail, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := BenchTraining(ctx, "go", time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted training: %v", err)
	}
	if _, _, err := BenchReading(ctx, "go", 256); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted reading: %v", err)
	}
}
