package race

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz/jupyter"
)

// TestRace trains two short runs in two calls and compares them.
func TestRace(t *testing.T) {
	r := Between("nano", "seed=987654322")
	r.lanes[0].changes = []string{"seed=987654321"}
	for _, l := range r.lanes {
		_, dir, err := r.open(l)
		if err != nil {
			t.Fatal(err)
		}
		_ = os.RemoveAll(string(dir))
		t.Cleanup(func() { _ = os.RemoveAll(string(dir)) })
	}
	if _, err := r.result(context.Background(), 32, 2); err == nil || !strings.Contains(err.Error(), "not trained yet") {
		t.Errorf("variants that were never trained: %v", err)
	}
	for _, until := range []int{10, 20} {
		live := jupyter.NewLive()
		if err := r.train(context.Background(), until, live); err != nil {
			t.Fatal(err)
		}
		if err := live.Close(); err != nil {
			t.Fatal(err)
		}
	}
	figs, err := r.curves()
	if err != nil || len(figs) != 1 {
		t.Fatalf("%d figures, %v", len(figs), err)
	}
	if err := figs[0].Validate(); err != nil {
		t.Error(err)
	}
	table, err := r.result(context.Background(), 32, 4)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Validate(); err != nil {
		t.Error(err)
	}
}

// TestStop: when both are stopped at once, both have a checkpoint and nothing is an error.
func TestStop(t *testing.T) {
	r := Between("nano", "seed=987654323")
	r.lanes[0].changes = []string{"seed=987654324"}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	live := jupyter.NewLive()
	defer live.Close()
	if err := r.train(ctx, 100, live); err != nil {
		t.Errorf("the stop button is an error: %v", err)
	}
	for _, l := range r.lanes {
		_, dir, err := r.open(l)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, err := dir.Checkpoint("last"); !ok || err != nil {
			t.Errorf("%s has no checkpoint: %v", l.name, err)
		}
		_ = os.RemoveAll(string(dir))
	}
}

func TestBetween(t *testing.T) {
	r := Between("nano", "model.top_q=2")
	if err := r.train(context.Background(), 1, jupyter.NewLive()); err == nil || !strings.Contains(err.Error(), "top_q") {
		t.Errorf("a key that no recipe has: %v", err)
	}
}
