package sweep

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

// TestDo: a run trains, is tested on every task with every K, and is not done again; one that is interrupted in training
// goes on and ends with the same rows.
func TestDo(t *testing.T) {
	run := smallRuns(t)[1]
	w := Where{Dir: t.TempDir(), Command: "a test"}
	phases := map[string]bool{}
	if err := Do(context.Background(), run, w, func(s Status) { phases[s.Phase] = true }); err != nil {
		t.Fatal(err)
	}
	rows, missing, err := w.Collect(smallRuns(t))
	if err != nil || len(missing) != 1 || missing[0] != "none-seed0" {
		t.Fatalf("missing %v, %v", missing, err)
	}
	conditions := map[[3]any]int{}
	for _, r := range rows {
		conditions[[3]any{r.Haystack, r.Length, r.TopK}]++
		if r.Variant != "cls" || r.Command != "a test" || r.Answer != "" || r.Picked != nil {
			t.Fatalf("row %+v", r)
		}
	}
	if len(conditions) != 2*2*2 || !phases[Train] || !phases[Test] {
		t.Errorf("conditions %v, phases %v", conditions, phases)
	}
	if err := Do(context.Background(), run, w, func(Status) { t.Error("a run that is done was begun again") }); err != nil {
		t.Error(err)
	}

	other := Where{Dir: t.TempDir(), Command: "a test"}
	ctx, cancel := context.WithCancel(context.Background())
	if err := Do(ctx, run, other, func(Status) { cancel() }); !errors.Is(err, experiments.ErrInterrupted) {
		t.Fatalf("interrupted: %v", err)
	}
	if other.Done(run) {
		t.Fatal("an interrupted run is done")
	}
	if err := Do(context.Background(), run, other, nil); err != nil {
		t.Fatal(err)
	}
	again, err := results.Read(other.rows(run))
	if diff := cmp.Diff(rows, again); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

// TestCollectHardware: rows say what computed them; those that do not get what their model was trained on.
func TestCollectHardware(t *testing.T) {
	runs := smallRuns(t)
	w := Where{Dir: t.TempDir()}
	if err := Do(context.Background(), runs[0], w, nil); err != nil {
		t.Fatal(err)
	}
	rows, _, err := w.Collect(runs)
	if err != nil || !strings.HasSuffix(rows[0].Hardware, "Go backend") {
		t.Fatalf("hardware %q, %v", rows[0].Hardware, err)
	}
	silent := slices.Clone(rows)
	for i := range silent {
		silent[i].Hardware = ""
	}
	silent[0].Hardware = "another machine"
	if err := results.WriteFile(w.rows(runs[0]), silent); err != nil {
		t.Fatal(err)
	}
	again, _, err := w.Collect(runs)
	if err != nil || again[0].Hardware != "another machine" || again[1].Hardware != rows[1].Hardware {
		t.Errorf("hardware %q and %q, %v", again[0].Hardware, again[1].Hardware, err)
	}
}

// TestCutRows: a run whose file of rows is cut short is not done; it is tested again.
func TestCutRows(t *testing.T) {
	runs := smallRuns(t)
	w := Where{Dir: t.TempDir()}
	row := results.Row{Variant: "none", Task: "t", Length: 1, Ratio: 1, GoldChunk: -1}
	if err := w.begin(runs[0]); err != nil {
		t.Fatal(err)
	}
	if err := results.WriteFile(w.rows(runs[0]), []results.Row{row, row}); err != nil {
		t.Fatal(err)
	}
	if rows, _, err := w.Collect(runs); err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if err := os.Truncate(w.rows(runs[0]), 40); err != nil {
		t.Fatal(err)
	}
	rows, missing, err := w.Collect(runs)
	if err != nil || len(rows) != 0 || len(missing) != 2 || len(w.Left(runs)) != 2 {
		t.Errorf("%d rows, missing %v, %v", len(rows), missing, err)
	}
}
