package sweep

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/study"
)

// blank are runs without a recipe.
func blank(n int) []study.Run {
	runs := make([]study.Run, n)
	for i := range runs {
		runs[i] = study.Run{Variant: study.Variant{Name: fmt.Sprint("v", i)}}
	}
	return runs
}

// states remembers how runs ended.
type states map[string]State

func (s states) Show(r study.Run, state State, _ Status, _ error) { s[r.Name()] = state }

// TestQueueIsolates: a run that fails does not stop the others, and is named at the end.
func TestQueueIsolates(t *testing.T) {
	board := states{}
	q := Queue{Runs: blank(6), Workers: 2, Board: board, Start: func(_ context.Context, r study.Run, progress func(Status)) error {
		progress(Status{Phase: Train})
		if r.Variant.Name == "v2" {
			return errors.New("no luck")
		}
		return nil
	}}
	err := q.Run(context.Background())
	if err == nil || err.Error() != "v2-seed0: no luck" {
		t.Errorf("error %v", err)
	}
	for name, state := range board {
		if want := map[bool]State{true: Failed, false: Ended}[name == "v2-seed0"]; state != want {
			t.Errorf("%s is %s, want %s", name, state, want)
		}
	}
	if len(board) != 6 {
		t.Errorf("%d runs were shown", len(board))
	}
}

// TestQueueStops: when it is interrupted, runs under way stop, and no other is begun.
func TestQueueStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var begun atomic.Int32
	board := states{}
	q := Queue{Runs: blank(50), Workers: 2, Board: board, Start: func(ctx context.Context, _ study.Run, _ func(Status)) error {
		if begun.Add(1) == 2 {
			cancel()
		}
		<-ctx.Done()
		return experiments.ErrInterrupted
	}}
	if err := q.Run(ctx); !errors.Is(err, experiments.ErrInterrupted) {
		t.Errorf("error %v", err)
	}
	if n := begun.Load(); n > 4 {
		t.Errorf("%d runs were begun", n)
	}
	for name, state := range board {
		if state != Stopped {
			t.Errorf("%s is %s", name, state)
		}
	}
}

func TestShard(t *testing.T) {
	seen := map[string]int{}
	for i := range 3 {
		part, err := Shard(blank(7), i, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range part {
			seen[r.Name()]++
		}
	}
	if len(seen) != 7 {
		t.Errorf("shards cover %v", seen)
	}
	for _, bad := range [][2]int{{3, 3}, {-1, 3}, {0, 0}} {
		if _, err := Shard(blank(7), bad[0], bad[1]); err == nil || !strings.Contains(err.Error(), "shard") {
			t.Errorf("shard %d of %d: %v", bad[0], bad[1], err)
		}
	}
}
