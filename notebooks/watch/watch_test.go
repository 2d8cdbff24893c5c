package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz/jupyter"
)

// short is a recipe that nobody else's run has, of a few steps.
func short(t *testing.T) (Run, experiments.Recipe, experiments.RunDir) {
	t.Helper()
	run := Recipe("nano", "seed=987654321", "curriculum.max_steps=45")
	recipe, dir, err := run.open()
	if err != nil {
		t.Fatal(err)
	}
	clean := func() { _ = errors.Join(os.RemoveAll(string(dir)), os.RemoveAll(string(dir)+before)) }
	clean()
	t.Cleanup(clean)
	return run, recipe, dir
}

// TestRun trains a short run in two calls, as two cells do, and shows everything that is shown of it.
func TestRun(t *testing.T) {
	run, recipe, dir := short(t)
	if _, err := run.Model(); err == nil || !strings.Contains(err.Error(), "run the cell that trains") {
		t.Errorf("the model of a run that has not begun: %v", err)
	}
	if _, err := run.film([]int{0}); err == nil {
		t.Error("a film of a run that has not begun")
	}
	for _, until := range []int{25, 0} {
		probe, err := watched(recipe)
		if err != nil {
			t.Fatal(err)
		}
		w := &watching{dir: dir, recipe: recipe, name: "short", probe: probe, live: jupyter.NewLive()}
		if err := w.train(context.Background(), until); err != nil {
			t.Fatal(err)
		}
		if err := w.live.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := run.Model(); err != nil {
			t.Errorf("after a call that went to step %d: %v", until, err)
		}
	}
	list, err := dir.Snapshots()
	var steps []int
	for _, s := range list {
		steps = append(steps, s.Step)
	}
	if err != nil || !slices.Equal(steps, []int{0, 20, 40}) {
		t.Errorf("looks at steps %v, %v", steps, err)
	}
	for name, draw := range map[string]func() error{
		"film":   func() error { f, err := run.film([]int{0, 40}); return errors.Join(err, f.Validate()) },
		"phases": func() error { f, err := run.phases(); return errors.Join(err, f.Validate()) },
		"plan":   func() error { f, err := run.plan(); return errors.Join(err, f.Validate()) },
	} {
		if err := draw(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	rows, err := run.test(1, []int{1})
	if got := meanAt(rows, 1); err != nil || len(rows) == 0 || got > 0.5 {
		t.Errorf("%d answers, accuracy %g after a few steps, %v", len(rows), got, err)
	}
	if said, err := setAside(dir); err != nil || !strings.Contains(said, filepath.Base(string(dir))+before) {
		t.Errorf("%q, %v", said, err)
	}
	if _, err := os.Stat(string(dir) + before); err != nil {
		t.Error("the earlier run is lost:", err)
	}
}

// TestStop presses the stop button at once: a checkpoint is there, and so is the sentence.
func TestStop(t *testing.T) {
	_, recipe, dir := short(t)
	probe, err := watched(recipe)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &watching{dir: dir, recipe: recipe, name: "short", probe: probe, live: jupyter.NewLive()}
	if w.last, err = look(ctx, probe, untrained(recipe), 0); err != nil {
		t.Fatal(err)
	}
	stop()
	err = experiments.Train(ctx, recipe, experiments.TrainOptions{Dir: dir, RecordEvery: recordEvery})
	if err := w.end(err); err != nil {
		t.Errorf("the stop button is an error: %v", err)
	}
	if _, ok, err := dir.Checkpoint(experiments.Last); !ok || err != nil {
		t.Errorf("no checkpoint: %v", err)
	}
	broken := errors.New("broken")
	if err := w.end(broken); !errors.Is(err, broken) {
		t.Errorf("a failure is no error: %v", err)
	}
}

func TestRecipe(t *testing.T) {
	for _, r := range []Run{Recipe("nanno"), Recipe("nano", "model.top_q=2"), Recipe("nano", "model.top_k=-3")} {
		if _, err := r.plan(); err == nil {
			t.Error("a recipe that there is not has a plan")
		}
	}
	_, a, _ := Recipe("nano").open()
	_, b, _ := Recipe("nano", "model.top_k=2").open()
	if a == b {
		t.Error("a changed recipe goes on in the same directory")
	}
}

func TestUntrained(t *testing.T) {
	_, recipe, _ := short(t)
	if w := untrained(recipe); !slices.Equal(w.Values, hsa.NewState(recipe.Model, recipe.Seed).Values) {
		t.Error("step 0 is another model than training starts with")
	}
}

func TestFrames(t *testing.T) {
	list := []experiments.Snapshot{{Step: 0}, {Step: 20}, {Step: 40}}
	var got []int
	for _, s := range frames(list, []int{0, 10, 39, 1000}) {
		got = append(got, s.Step)
	}
	if !slices.Equal(got, []int{0, 20, 40}) {
		t.Errorf("frames at %v", got)
	}
}
