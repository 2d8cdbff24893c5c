package main

import (
	"strings"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
)

// TestTrainLines: the greatest figures of a run fit a terminal of 80 columns beside the bar, and nothing is left out.
func TestTrainLines(t *testing.T) {
	s := experiments.TrainStatus{Step: 39999, MaxSteps: 40000, Adaptive: true, Stage: 4, Stages: 5, Length: 4096, TokensPerSec: 810_000, ETA: 88 * time.Minute,
		Metric: experiments.Metric{Loss: 12.345, Accuracy: 0.987, Recall: 1}}
	lines := trainLines(s, false)
	if want := "<1h28m left  step 39999/40000  loss 12.35  acc 0.99  recall 1.00  stage 5/5: 4096 tokens  810K tokens/s"; lines[0] != want {
		t.Errorf("%q, want %q", lines[0], want)
	}
	if want := "<1h28m 39999/40000 loss 12.35 acc 0.99 rec 1.00 5/5:4096 810K t/s"; lines[1] != want {
		t.Errorf("%q, want %q", lines[1], want)
	}
	if room := (&console{width: 80}).meter(1).room; len(lines[1]) > room {
		t.Errorf("%d columns, there is room for %d", len(lines[1]), room)
	}
	s = experiments.TrainStatus{Step: 1, MaxSteps: 10, Stages: 1, Length: 32}
	if line := trainLines(s, true)[0]; line != "? left  step 1/10  loss 0.00  acc 0.00  stage 1/1: 32 tokens  ? tokens/s" {
		t.Errorf("the first step of a rival: %q", line)
	}
	if line := trainLines(experiments.TrainStatus{Step: 10, MaxSteps: 10}, true)[0]; !strings.HasPrefix(line, "0s left") {
		t.Errorf("at the end: %q", line)
	}
}

func TestRoughly(t *testing.T) {
	for d, want := range map[time.Duration]string{3 * time.Second: "3s", 90 * time.Second: "2m", 61 * time.Minute: "1h1m", 25*time.Hour + 31*time.Minute: "25h31m", 75 * time.Hour: "3d3h"} {
		if got := roughly(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}

func TestFirstLine(t *testing.T) {
	if line := firstLine(experiments.Nano(), "go"); line != "" {
		t.Errorf("nothing is waited for: %q", line)
	}
	line := firstLine(experiments.Tiny(), "xla:plugin.so")
	if !strings.Contains(line, "tokens") || !strings.Contains(line, "compiled") {
		t.Errorf("%q", line)
	}
}
