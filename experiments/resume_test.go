package experiments

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/experiments/events"
	"github.com/hsalab/hsalab/hsa"
)

// everyFeature is a recipe whose training has as much state as there is: ranking noise, a label for some stages only,
// top-K by stage, micro-batches, a cosine.
func everyFeature(steps int) Recipe {
	r := tinyRecipe()
	r.TokensPerStep, r.MicroBatches = 128, 2
	r.Model.GumbelNoise = true
	r.Label, r.LabelWeight, r.LabelStages = hsa.SequenceLabel, 0.3, 1
	r.Curriculum.TopK = []int{3, 2}
	r.Curriculum.Schedule, r.Curriculum.FinalRate = CosineSchedule, 0.1
	r.Curriculum.MaxSteps = steps
	return r
}

// compareRuns finds two finished runs equal bit for bit: weights, metrics, checkpoints, and what TensorBoard shows.
func compareRuns(t *testing.T, a, b RunDir) {
	t.Helper()
	for _, name := range []string{"weights/" + hsa.WeightsFile, "weights/" + hsa.ConfigFile, metricsFile, "checkpoint.safetensors", "best.safetensors"} {
		if !bytes.Equal(contents(t, filepath.Join(string(a), name)), contents(t, filepath.Join(string(b), name))) {
			t.Errorf("%s differs", name)
		}
	}
	if diff := cmp.Diff(scalarsIn(t, a), scalarsIn(t, b)); diff != "" {
		t.Errorf("events differ: %s", diff)
	}
}

// scalarsIn is what TensorBoard shows of a run, the times left out.
func scalarsIn(t *testing.T, d RunDir) []events.Event {
	t.Helper()
	files, err := events.Files(string(d))
	if err != nil || len(files) != 1 {
		t.Fatalf("event files %v, %v; want one", files, err)
	}
	list, err := events.Read(files[0])
	if err != nil || len(list) == 0 {
		t.Fatalf("%d events, %v", len(list), err)
	}
	for i := range list {
		list[i].Time = time.Time{}
	}
	return list
}

// TestResumeIsBitForBit: a run of 200 steps is one that is interrupted every 7 steps. Lines of metrics are of 3 steps and
// candidates for the best checkpoint of 5, so that interrupts fall inside both.
func TestResumeIsBitForBit(t *testing.T) {
	for name, r := range map[string]Recipe{"every feature": everyFeature(200), "adaptive": adaptive()} {
		t.Run(name, func(t *testing.T) {
			whole, parts := RunDir(t.TempDir()), RunDir(t.TempDir())
			trainFully(t, r, whole, 1000)
			trainFully(t, r, parts, 7)
			compareRuns(t, whole, parts)
			metrics, err := whole.Metrics()
			if err != nil || len(metrics) < 20 || metrics[len(metrics)-1].Step != r.Curriculum.MaxSteps {
				t.Errorf("%d lines of metrics, %v", len(metrics), err)
			}
		})
	}
}

// adaptive is a recipe whose curriculum moves by accuracy, after 50 steps.
func adaptive() Recipe {
	r := tinyRecipe()
	r.Curriculum = Curriculum{Lengths: []int{32, 64}, AdvanceAt: 1e-9, StopAt: 1, MaxSteps: 120}
	return r
}

// TestResumeComparesRuns is the negative control: another order of the data must be told apart.
func TestResumeComparesRuns(t *testing.T) {
	a, b := RunDir(t.TempDir()), RunDir(t.TempDir())
	trainFully(t, tinyRecipe(), a, 1000)
	stopAt(t, tinyRecipe(), b, 5)
	state, at, _, err := b.loadCheckpoint(Last, mustResolve(t, tinyRecipe()))
	if err != nil {
		t.Fatal(err)
	}
	at.Samples++ // as if the checkpoint forgot where the data are
	if err := b.saveCheckpoint(Last, mustResolve(t, tinyRecipe()), state, at); err != nil {
		t.Fatal(err)
	}
	trainFully(t, tinyRecipe(), b, 1000)
	if bytes.Equal(contents(t, filepath.Join(a.Weights(), hsa.WeightsFile)), contents(t, filepath.Join(b.Weights(), hsa.WeightsFile))) {
		t.Error("other data give the same weights")
	}
}

func mustResolve(t *testing.T, r Recipe) Recipe {
	t.Helper()
	r, err := r.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestClockThatJumpsBack: files from the future, as after a clock was set back, change nothing.
func TestClockThatJumpsBack(t *testing.T) {
	whole, parts := RunDir(t.TempDir()), RunDir(t.TempDir())
	trainFully(t, tinyRecipe(), whole, 1000)
	for stop := 3; stop < 12; stop += 3 {
		if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: parts, StopAfter: stop, RecordEvery: 3, BestEvery: 5}); err == nil {
			t.Fatal("the run ended early")
		}
		fromTheFuture(t, parts)
	}
	trainFully(t, tinyRecipe(), parts, 1000)
	compareRuns(t, whole, parts)
}

func fromTheFuture(t *testing.T, d RunDir) {
	t.Helper()
	entries, err := os.ReadDir(string(d))
	if err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(240 * time.Hour)
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(string(d), e.Name()), then, then); err != nil {
			t.Fatal(err)
		}
	}
	w, err := events.Open(string(d), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Write(events.Event{Time: then, Step: 1 << 20, Scalars: []events.Scalar{{Tag: "of the future", Value: 1}}}); err != nil {
		t.Fatal(err)
	}
}
