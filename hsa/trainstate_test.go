package hsa

import (
	"slices"
	"testing"
)

// TestStateBesideAStep: a state read while a step is under way is whole, that before the step or that after it, and
// reading does not wait for the step's end.
func TestStateBesideAStep(t *testing.T) {
	c := smallConfig()
	before := NewState(c, 1)
	after := newTestTrainer(t, c, TrainOptions{}, before.Clone())
	batch := recallBatch(c, 2, 480)
	steps(t, after, 1, same(batch), 0)
	want := [][]float32{before.Values, stateOf(t, after).Values}

	tr := newTestTrainer(t, c, TrainOptions{}, before.Clone())
	done := make(chan error, 1)
	go func() {
		_, err := tr.Step(batch, 3e-3, 0)
		done <- err
	}()
	reads := 0
	for running := true; running; reads++ {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		if s := stateOf(t, tr); !slices.Equal(s.Values, want[s.Step]) {
			t.Fatalf("read %d is of step %d and has other values", reads, s.Step)
		}
	}
	if reads < 3 {
		t.Errorf("the state was read %d times during a step: reading waits for it", reads)
	}
	if s := stateOf(t, tr); s.Step != 1 {
		t.Errorf("step %d at the end", s.Step)
	}
}
