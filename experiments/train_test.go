package experiments

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/hsalab/hsalab/hsa"
)

// tinyRecipe finishes in a few steps.
func tinyRecipe() Recipe {
	r := Nano()
	r.Model.Dim, r.Model.MLPWidth, r.Model.EncoderMLPWidth, r.Model.RetrievalDim = 16, 16, 16, 8
	r.TokensPerStep = 128
	r.Curriculum = Curriculum{Lengths: []int{32, 64}, Shares: []float64{1, 1}, MaxSteps: 12}
	return r
}

func trainFully(t *testing.T, dir RunDir, interruptEvery int) {
	t.Helper()
	for stop := interruptEvery; ; stop += interruptEvery {
		err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir, StopAfter: stop, RecordEvery: 3})
		if err == nil {
			return
		}
		if !errors.Is(err, ErrInterrupted) {
			t.Fatal(err)
		}
	}
}

// TestResumeIsBitForBit: a run interrupted every 5 steps ends in the same weights and the same last metrics.
func TestResumeIsBitForBit(t *testing.T) {
	whole, parts := RunDir(t.TempDir()), RunDir(t.TempDir())
	trainFully(t, whole, 1000)
	trainFully(t, parts, 5)
	read := func(d RunDir) []byte {
		raw, err := os.ReadFile(filepath.Join(d.Weights(), hsa.WeightsFile))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	if !bytes.Equal(read(whole), read(parts)) {
		t.Error("the weights differ")
	}
}

func TestTrainRefusesAnotherRecipesDirectory(t *testing.T) {
	dir := RunDir(t.TempDir())
	trainFully(t, dir, 1000)
	other := tinyRecipe()
	other.Seed = 1
	if err := Train(context.Background(), other, TrainOptions{Dir: dir}); err == nil {
		t.Error("a run of another seed was taken for this one")
	}
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
	_, at, ok, err := dir.loadCheckpoint()
	if err != nil || !ok || at.Step != 4 {
		t.Errorf("checkpoint at step %d, there %v, error %v", at.Step, ok, err)
	}
	if _, err := os.Stat(dir.Weights()); err == nil {
		t.Error("an interrupted run left weights under their final name")
	}
}

func TestDamagedCheckpointIsRefused(t *testing.T) {
	dir := RunDir(t.TempDir())
	err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir, StopAfter: 2})
	if !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(dir.checkpoint())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir.checkpoint(), raw[:len(raw)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Train(context.Background(), tinyRecipe(), TrainOptions{Dir: dir}); err == nil {
		t.Error("half a checkpoint was taken for a whole one")
	}
}

func TestCurriculum(t *testing.T) {
	c := Curriculum{Lengths: []int{32, 64}, AdvanceAt: 0.8, StopAt: 0.9, MaxSteps: 1000}
	var p progress
	for range advanceWindow - 1 {
		p = c.after(p, 1)
	}
	if p.Stage != 0 {
		t.Fatal("advanced before the window was full")
	}
	if p = c.after(p, 1); p.Stage != 1 || len(p.Recent) != 0 {
		t.Fatalf("stage %d with %d recent after a full window", p.Stage, len(p.Recent))
	}
	for range stopWindow {
		p = c.after(p, 1)
	}
	if !p.Done || !p.Lowered {
		t.Errorf("done %v, lowered %v at full accuracy", p.Done, p.Lowered)
	}
	fixed := Curriculum{Lengths: []int{32, 64, 128}, Shares: []float64{5, 4, 6}, MaxSteps: 1800}
	if a, b := fixed.stageEnd(0), fixed.stageEnd(1); a != 600 || b != 1080 {
		t.Errorf("stages end at %d and %d, want 600 and 1080", a, b)
	}
	if r := fixed.rate(progress{Step: 1799}, 50); r <= 0 || r > 0.01 {
		t.Errorf("rate %g at the last step", r)
	}
}
