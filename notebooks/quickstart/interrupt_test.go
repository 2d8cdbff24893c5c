//go:build unix

package quickstart

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/hsalab/hsalab/experiments"
)

// TestStopButton: Jupyter's stop button interrupts the process of the cell, and kills it 5 s later. The cell ends before, in
// order, with a checkpoint.
func TestStopButton(t *testing.T) {
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
	cell := exec.Command(os.Args[0], "-test.run=^TestCell$")
	cell.Env = append(os.Environ(), "HSALAB_TEST_CELL=1")
	if err := cell.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cell.Process.Kill() }) // it has ended
	begun := false
	for i := 0; i < 6000 && !begun; i++ {
		time.Sleep(20 * time.Millisecond)
		metrics, err := dir.Metrics()
		begun = err == nil && len(metrics) > 0
	}
	if !begun {
		t.Fatal("the cell records nothing in two minutes")
	}
	start := time.Now()
	if err := cell.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cell.Wait(); err != nil || time.Since(start) > 3*time.Second {
		t.Errorf("%v after %v, want the end of the cell within 3 s", err, time.Since(start))
	}
	if step, ok, err := dir.Checkpoint(experiments.Last); err != nil || !ok || step < recordEvery {
		t.Errorf("checkpoint of step %d, %v, %v", step, ok, err)
	}
}

// TestCell is the cell of the test above.
func TestCell(t *testing.T) {
	if os.Getenv("HSALAB_TEST_CELL") == "" {
		t.Skip("runs as a process of TestStopButton")
	}
	Train("nano", 3*time.Minute)
}
