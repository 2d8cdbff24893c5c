package experiments

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// TestBetter: of equally many steps the higher accuracy or the lower loss wins, and a greater length always.
func TestBetter(t *testing.T) {
	old := &candidate{Length: 64, Steps: 10, Accuracy: 5, Loss: 20}
	for name, test := range map[string]struct {
		by   KeepBest
		c    candidate
		want bool
	}{
		"more accurate":        {BestAccuracy, candidate{Length: 64, Steps: 10, Accuracy: 6, Loss: 30}, true},
		"as accurate":          {BestAccuracy, candidate{Length: 64, Steps: 10, Accuracy: 5, Loss: 10}, false},
		"lower loss":           {BestLoss, candidate{Length: 64, Steps: 10, Accuracy: 4, Loss: 19}, true},
		"higher loss":          {BestLoss, candidate{Length: 64, Steps: 10, Accuracy: 6, Loss: 30}, false},
		"longer":               {BestAccuracy, candidate{Length: 128, Steps: 10, Accuracy: 1, Loss: 50}, true},
		"shorter":              {BestLoss, candidate{Length: 32, Steps: 10, Accuracy: 9, Loss: 1}, false},
		"means, not sums":      {BestAccuracy, candidate{Length: 64, Steps: 100, Accuracy: 6}, false},
		"means of losses, too": {BestLoss, candidate{Length: 64, Steps: 100, Loss: 150}, true},
	} {
		if got := test.by.better(test.c, old); got != test.want {
			t.Errorf("%s: better %v", name, got)
		}
	}
	if !BestLoss.better(candidate{}, nil) {
		t.Error("the first candidate is not the best")
	}
}

// TestKeepBest: best.safetensors is the state at the end of the steps with the lowest loss.
func TestKeepBest(t *testing.T) {
	r := tinyRecipe()
	r.Curriculum = Curriculum{Lengths: []int{32}, Shares: []float64{1}, MaxSteps: 22}
	dir := RunDir(t.TempDir())
	if err := Train(context.Background(), r, TrainOptions{Dir: dir, RecordEvery: 5, BestEvery: 5, KeepBest: BestLoss}); err != nil {
		t.Fatal(err)
	}
	metrics, err := dir.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	want := metrics[0]
	for _, m := range metrics {
		if m.Step%5 == 0 && m.Loss < want.Loss {
			want = m
		}
	}
	if step, ok, err := dir.Checkpoint(Best); err != nil || !ok || step != want.Step {
		t.Errorf("the best checkpoint is of step %d, %v, %v; want step %d", step, ok, err, want.Step)
	}
	other := RunDir(t.TempDir())
	if err := Train(context.Background(), r, TrainOptions{Dir: other, BestEvery: 5, KeepBest: BestNone}); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := other.Checkpoint(Best); err != nil || ok {
		t.Errorf("a best checkpoint where none is kept: %v, %v", ok, err)
	}
	if err := Train(context.Background(), r, TrainOptions{Dir: other, KeepBest: "recall"}); err == nil || !strings.Contains(err.Error(), "want accuracy, loss or none") {
		t.Errorf("error %v", err)
	}
}

// TestExport: the last and the best checkpoint are models of their own, whose cards say how long each was trained.
func TestExport(t *testing.T) {
	r := everyFeature(23)
	dir, to := RunDir(t.TempDir()), t.TempDir()
	if err := dir.Export(Last, to, safetensors.F32); err == nil {
		t.Error("a directory without a run was exported")
	}
	stopAt(t, r, dir, 4)
	if err := dir.Export(Best, to, safetensors.F32); err == nil || !strings.Contains(err.Error(), "no best checkpoint yet") {
		t.Errorf("error %v", err)
	}
	if err := dir.Export(Last, filepath.Join(to, "early"), safetensors.F16); err != nil {
		t.Fatal(err)
	}
	trainFully(t, r, dir, 1000)
	if err := dir.Export(Best, filepath.Join(to, "best"), safetensors.F32); err != nil {
		t.Fatal(err)
	}
	early, best, done := mustOpen(t, filepath.Join(to, "early")), mustOpen(t, filepath.Join(to, "best")), mustOpen(t, string(dir))
	if early.Weights.Config.TopK != 3 || done.Weights.Config.TopK != 2 {
		t.Errorf("top-K %d in the first stage and %d at the end, want 3 and 2", early.Weights.Config.TopK, done.Weights.Config.TopK)
	}
	if early.Hash() == done.Hash() || best.Hash() == done.Hash() {
		t.Error("other checkpoints, the same weights")
	}
	step, _, err := dir.Checkpoint(Best)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(best.Metrics); n == 0 || best.Metrics[n-1].Step > step {
		t.Errorf("the metrics of the best checkpoint, of step %d, go to %+v", step, best.Metrics)
	}
	if card, err := os.ReadFile(filepath.Join(to, "best", cardFile)); err != nil || strings.Contains(string(card), "23 steps") {
		t.Errorf("the card of the best checkpoint speaks of the last: %s, %v", card, err)
	}
}

func mustOpen(t *testing.T, path string) *Trained {
	t.Helper()
	m, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
