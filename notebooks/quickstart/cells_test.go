package quickstart

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/safetensors"
	"github.com/hsalab/hsalab/viz/jupyter"
)

func ExampleAsk() {
	os.Setenv("LC_ALL", "C.UTF-8")
	Ask("The boat came in at noon. Magic wagon is eagle. Nobody was on it.", Hide("lemon", "otter", 1))
}

// TestTrain trains for a moment; the checkpoint is in the run directory of the recipe, where the next call finds it.
func TestTrain(t *testing.T) {
	r, err := experiments.FindRecipe("nano")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := runDir(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(string(dir)); err == nil {
		t.Skip("a run of this recipe is there and stays")
	}
	t.Cleanup(func() { os.RemoveAll(string(dir)) })
	Train("nano", 3*time.Second)
	// However slow the machine, what was trained can be gone on from: its weights can be written.
	if err := dir.Export(experiments.Last, t.TempDir(), safetensors.F16); err != nil {
		t.Error(err)
	}
}

func TestRunDir(t *testing.T) {
	a, errA := runDir(experiments.Nano())
	changed := experiments.Nano()
	changed.Rate *= 2
	b, errB := runDir(changed)
	if errA != nil || errB != nil || a == b {
		t.Errorf("a changed recipe goes on in the same directory: %s, %s, %v, %v", a, b, errA, errB)
	}
}

func TestFinish(t *testing.T) {
	live := jupyter.NewLive()
	defer live.Close()
	dir := experiments.RunDir(t.TempDir())
	if err := os.WriteFile(filepath.Join(string(dir), "metrics.jsonl"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := finish(live, dir, "nano", experiments.ErrInterrupted); err != nil {
		t.Errorf("the end of the time is an error: %v", err)
	}
	broken := errors.New("broken")
	if err := finish(live, dir, "nano", broken); !errors.Is(err, broken) {
		t.Errorf("a failure is no error: %v", err)
	}
}
