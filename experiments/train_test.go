package experiments

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

// tinyRecipe finishes in a few steps.
func tinyRecipe() Recipe {
	r := Nano()
	r.Model.Dim, r.Model.MLPWidth, r.Model.EncoderMLPWidth, r.Model.RetrievalDim = 16, 16, 16, 8
	r.TokensPerStep = 128
	r.Curriculum = Curriculum{Lengths: []int{32, 64}, Shares: []float64{1, 1}, MaxSteps: 12}
	return r
}

// trainFully trains a recipe to its end, interrupted every so many steps.
func trainFully(t *testing.T, r Recipe, dir RunDir, interruptEvery int) {
	t.Helper()
	for stop := interruptEvery; ; stop += interruptEvery {
		err := Train(context.Background(), r, TrainOptions{Dir: dir, StopAfter: stop, RecordEvery: 3, BestEvery: 5})
		if err == nil {
			return
		}
		if !errors.Is(err, ErrInterrupted) {
			t.Fatal(err)
		}
	}
}

func TestTrainRefusesAnotherRecipesDirectory(t *testing.T) {
	dir := RunDir(t.TempDir())
	trainFully(t, tinyRecipe(), dir, 1000)
	for want, change := range map[string]func(*Recipe){
		"seed is 0 there and 1 here":                    func(r *Recipe) { r.Seed = 1 },
		"model.top_k is 4 there and 2 here":             func(r *Recipe) { r.Model.TopK = 2 },
		"curriculum.top_k is not set there and [2,4] h": func(r *Recipe) { r.Curriculum.TopK = []int{2, 4} },
	} {
		other := tinyRecipe()
		change(&other)
		if err := Train(context.Background(), other, TrainOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestTrainRefusesAnotherRecipesCheckpoint: one that was copied there from another run.
func TestTrainRefusesAnotherRecipesCheckpoint(t *testing.T) {
	dir, other := RunDir(t.TempDir()), RunDir(t.TempDir())
	stopAt(t, tinyRecipe(), dir, 2)
	changed := tinyRecipe()
	changed.Model.TopK = 2
	stopAt(t, changed, other, 2)
	copyFile(t, other.checkpoint(Last), dir.checkpoint(Last))
	const want = "another recipe: model.top_k is 2 there and 4 here"
	if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one with %q", err, want)
	}
}

// TestTrainRefusesOtherData: the hash of the data in run.json must agree.
func TestTrainRefusesOtherData(t *testing.T) {
	dir := RunDir(t.TempDir())
	stopAt(t, tinyRecipe(), dir, 2)
	file, err := dir.read()
	if err != nil {
		t.Fatal(err)
	}
	file.TaskHash = "0123456789abcdef"
	if err := writeJSON(dir.runFile(), file); err != nil {
		t.Fatal(err)
	}
	if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir}); err == nil || !strings.Contains(err.Error(), "have changed since it began") {
		t.Errorf("error %v", err)
	}
}

func stopAt(t *testing.T, r Recipe, dir RunDir, step int) {
	t.Helper()
	if err := Train(context.Background(), r, TrainOptions{Dir: dir, StopAfter: step}); !errors.Is(err, ErrInterrupted) {
		t.Fatalf("want an interrupted run, got %v", err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	if err := os.WriteFile(to, contents(t, from), 0o644); err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestInterruptSavesACheckpoint(t *testing.T) {
	dir := RunDir(t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	r := tinyRecipe()
	r.Curriculum.MaxSteps = 1000
	err := Train(ctx, r, TrainOptions{Dir: dir, Progress: func(s TrainStatus) {
		if s.Step == 4 {
			cancel()
		}
	}})
	if !errors.Is(err, ErrInterrupted) {
		t.Fatalf("want ErrInterrupted, got %v", err)
	}
	if step, ok, err := dir.Checkpoint(Last); err != nil || !ok || step != 4 {
		t.Errorf("checkpoint at step %d, there %v, error %v", step, ok, err)
	}
	if _, err := os.Stat(dir.Weights()); err == nil {
		t.Error("an interrupted run left weights under their final name")
	}
}

// TestGivesUpASlowStep: an interrupt does not wait for the step under way, whose work is lost; the run then ends as if
// nothing had been.
func TestGivesUpASlowStep(t *testing.T) {
	dir, whole := RunDir(t.TempDir()), RunDir(t.TempDir())
	tr, err := newTraining(t.Context(), tinyRecipe(), TrainOptions{Dir: dir, RecordEvery: 3, BestEvery: 5})
	if err != nil {
		t.Fatal(err)
	}
	tr.patience = 0
	ctx, cancel := context.WithCancel(context.Background())
	for tr.at.Step < 4 {
		if err := tr.step(ctx); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	for err = nil; err == nil && !tr.at.Done; { // a step may still end at once
		err = tr.step(ctx)
	}
	if !errors.Is(err, errGivenUp) {
		t.Fatalf("%v after step %d, want a step given up", err, tr.at.Step)
	}
	if err := tr.interrupt(); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	tr.close()
	if step, _, err := dir.Checkpoint(Last); err != nil || step != tr.at.Step {
		t.Errorf("checkpoint of step %d, %v; want %d", step, err, tr.at.Step)
	}
	trainFully(t, tinyRecipe(), dir, 1000)
	trainFully(t, tinyRecipe(), whole, 1000)
	compareRuns(t, whole, dir)
}

func TestDamagedCheckpointIsRefused(t *testing.T) {
	dir := RunDir(t.TempDir())
	stopAt(t, tinyRecipe(), dir, 2)
	raw := contents(t, dir.checkpoint(Last))
	for _, size := range []int{0, 7, 100, len(raw) / 2, len(raw) - 1} {
		if err := os.WriteFile(dir.checkpoint(Last), raw[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir}); err == nil {
			t.Errorf("%d of %d bytes of a checkpoint were taken for a whole one", size, len(raw))
		}
		if _, _, err := dir.Checkpoint(Last); err == nil {
			t.Errorf("%d of %d bytes of a checkpoint load", size, len(raw))
		}
	}
}
