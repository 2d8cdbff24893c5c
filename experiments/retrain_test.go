package experiments

import (
	"context"
	"errors"
	"math"
	"testing"
)

// TestShippedWeightsRetrain repeats the first steps of each shipped model and finds the recorded loss and recall.
func TestShippedWeightsRetrain(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for half a minute")
	}
	const steps = 60
	for _, name := range []string{"nano", "nano-text"} {
		t.Run(name, func(t *testing.T) {
			shipped, err := Open(name)
			if err != nil {
				t.Fatal(err)
			}
			recipe, err := FindRecipe(name)
			if err != nil {
				t.Fatal(err)
			}
			got := firstMetrics(t, recipe, steps)
			if d := worstDrift(got, shipped.Metrics); d > 0.01 {
				t.Errorf("the first %d steps drift by %.3f from the record", steps, d)
			}
			if first, last := got[0], got[len(got)-1]; last.Loss >= first.Loss {
				t.Errorf("loss goes from %.3f to %.3f", first.Loss, last.Loss)
			}
			recipe.Rate *= 2 // control: another recipe must be told apart
			if d := worstDrift(firstMetrics(t, recipe, steps), shipped.Metrics); d <= 0.01 {
				t.Errorf("another learning rate is not told apart: drift %.3f", d)
			}
		})
	}
}

// firstMetrics trains for some steps and returns the record.
func firstMetrics(t *testing.T, r Recipe, steps int) []Metric {
	t.Helper()
	dir := RunDir(t.TempDir())
	err := Train(context.Background(), r, TrainOptions{Dir: dir, StopAfter: steps})
	if !errors.Is(err, ErrInterrupted) {
		t.Fatalf("want an interrupted run, got %v", err)
	}
	list, err := ReadMetrics(dir.metrics())
	if err != nil || len(list) == 0 {
		t.Fatalf("no metrics: %v", err)
	}
	return list
}

// worstDrift is the largest difference in loss, relative, or in recall.
func worstDrift(got, want []Metric) float64 {
	if len(want) < len(got) {
		return math.Inf(1)
	}
	worst := 0.0
	for i, g := range got {
		w := want[i]
		if g.Step != w.Step || g.Length != w.Length {
			return math.Inf(1)
		}
		worst = max(worst, math.Abs(g.Loss-w.Loss)/w.Loss, math.Abs(g.Recall-w.Recall))
	}
	return worst
}
