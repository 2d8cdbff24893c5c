package experiments

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/hsa"
)

// metricsOf trains a recipe with a line of metrics a step.
func metricsOf(t *testing.T, r Recipe) []Metric {
	t.Helper()
	dir := RunDir(t.TempDir())
	if err := Train(context.Background(), r, TrainOptions{Dir: dir, RecordEvery: 1}); err != nil {
		t.Fatal(err)
	}
	list, err := dir.Metrics()
	if err != nil || len(list) != r.Curriculum.MaxSteps {
		t.Fatalf("%d lines, %v", len(list), err)
	}
	return list
}

// TestMicroBatchesTrainAlike: a step in four parts is the step, but for rounding; another seed is the negative control.
func TestMicroBatchesTrainAlike(t *testing.T) {
	r := tinyRecipe()
	r.TokensPerStep = 256
	r.Label, r.LabelWeight = hsa.SequenceLabel, 0.3
	want := metricsOf(t, r)
	r.MicroBatches = 4
	drift := func(list []Metric) float64 {
		worst := 0.0
		for i, m := range list {
			worst = max(worst, math.Abs(m.Loss-want[i].Loss), math.Abs(m.LabelLoss-want[i].LabelLoss), math.Abs(m.GradNorm-want[i].GradNorm))
		}
		return worst
	}
	if d := drift(metricsOf(t, r)); d > 1e-3 {
		t.Errorf("micro-batches drift by %g", d)
	}
	r.Seed = 1
	if d := drift(metricsOf(t, r)); d < 1e-3 {
		t.Errorf("another seed drifts by %g only", d)
	}
}

// TestTopKByStage: the first stage trains with its own top-K, and where all stages have the model's nothing changes.
func TestTopKByStage(t *testing.T) {
	r := tinyRecipe()
	plain := metricsOf(t, r)
	r.Curriculum.TopK = []int{4, 4}
	for i, m := range metricsOf(t, r) {
		if m != plain[i] {
			t.Fatalf("the model's top-K at every stage: %+v, want %+v", m, plain[i])
		}
	}
	r.Curriculum.TopK = []int{1, 4}
	if m := metricsOf(t, r); m[0].Loss == plain[0].Loss {
		t.Error("another top-K in the first stage changes nothing")
	}
}

// TestGeometryByStage: the first stage trains with its own chunk size and window, and where all stages have the model's
// nothing changes. The label follows the chunks of the stage.
func TestGeometryByStage(t *testing.T) {
	r := tinyRecipe()
	r.Label, r.LabelWeight = hsa.BatchLabel, 1
	plain := metricsOf(t, r)
	chunk, window := r.Model.Chunk, r.Model.Window
	r.Curriculum.Chunk, r.Curriculum.Window = []int{chunk, chunk}, []int{window, window}
	for i, m := range metricsOf(t, r) {
		if m != plain[i] {
			t.Fatalf("the model's chunks and window at every stage: %+v, want %+v", m, plain[i])
		}
	}
	r.Curriculum.Lengths, r.Curriculum.Chunk = []int{64, 64}, []int{chunk / 2, chunk}
	metricsOf(t, r) // no batch of the first stage is left for the second
	r.Curriculum.Lengths = tinyRecipe().Curriculum.Lengths
	if m := metricsOf(t, r); m[0].LabelLoss == plain[0].LabelLoss {
		t.Error("smaller chunks in the first stage change nothing")
	}
	r.Curriculum.Chunk, r.Curriculum.Window = nil, []int{window / 2, window}
	if m := metricsOf(t, r); m[0].Loss == plain[0].Loss {
		t.Error("a smaller window in the first stage changes nothing")
	}
}

// TestRateOfACosine: the rate recorded is the schedule's.
func TestRateOfACosine(t *testing.T) {
	r := tinyRecipe()
	r.WarmUp, r.Curriculum.Schedule = 4, CosineSchedule
	list := metricsOf(t, r)
	for i, want := range map[int]float64{0: 0.25, 3: 1, 4: 1, 8: 0.5} {
		if got := list[i].Rate / r.Rate; math.Abs(got-want) > 1e-9 {
			t.Errorf("step %d: %g of the rate, want %g", i+1, got, want)
		}
	}
}

// TestDivergence: a loss that is no number stops the run with a sentence, and leaves no checkpoint of it.
func TestDivergence(t *testing.T) {
	r := tinyRecipe()
	r.Rate, r.WarmUp, r.Optimizer.WeightDecay = 1e30, 0, 1e10
	dir := RunDir(t.TempDir())
	err := Train(context.Background(), r, TrainOptions{Dir: dir})
	if err == nil || errors.Is(err, ErrInterrupted) || !strings.Contains(err.Error(), "lower the learning rate") {
		t.Errorf("error %v", err)
	}
	if _, ok, err := dir.Checkpoint(Last); ok || err != nil {
		t.Errorf("a checkpoint of it: %v, %v", ok, err)
	}
}

func TestRecipeRefuses(t *testing.T) {
	for want, change := range map[string]func(*Recipe){
		"micro_batches -1": func(r *Recipe) { r.MicroBatches = -1 },
		"128 tokens a step in 3 part(s) do not hold one text of 64": func(r *Recipe) { r.MicroBatches = 3 },
		"top_k":                           func(r *Recipe) { r.Curriculum.TopK = []int{-7, 4} },
		"3 values of chunk for 2 lengths": func(r *Recipe) { r.Curriculum.Chunk = []int{4, 4, 8} },
	} {
		r := tinyRecipe()
		change(&r)
		if _, err := r.Resolve(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestRunFileRecords: run.json has what the numbers depend on, and where a run went on elsewhere.
func TestRunFileRecords(t *testing.T) {
	dir := RunDir(t.TempDir())
	t.Setenv("XLA_FLAGS", "--of_a_test")
	stopAt(t, tinyRecipe(), dir, 2)
	file, err := dir.read()
	if err != nil {
		t.Fatal(err)
	}
	if file.Environment.Variables["XLA_FLAGS"] != "--of_a_test" || file.Environment.System == "" || file.TaskHash == "" || file.Host.Go == "" {
		t.Errorf("run.json: %+v", file)
	}
	if file.TokenizerHash != "" || len(file.Continued) != 0 {
		t.Errorf("symbols have no tokenizer, and the run did not go on: %+v", file)
	}
	stopAt(t, tinyRecipe(), dir, 4)
	file.Host.Commit = "another"
	if err := writeJSON(dir.runFile(), file); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		stopAt(t, tinyRecipe(), dir, 6)
	}
	if file, err = dir.read(); err != nil || len(file.Continued) != 1 || file.Continued[0].Step != 4 || file.Continued[0].Host.Commit == "another" {
		t.Errorf("continued: %+v, %v; want once, from step 4", file.Continued, err)
	}
}

// TestTokenizerHash: text has the hash of its words.
func TestTokenizerHash(t *testing.T) {
	text := recall.RunningText()
	f, words, err := TaskSpec{Text: &text}.feed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if h := tokenizerHash(f, words); h == "" || h != words.Hash() {
		t.Errorf("hash %q", h)
	}
}
