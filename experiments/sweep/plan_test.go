package sweep

import (
	"context"
	"strings"
	"testing"
)

// TestPlan: where the tests of a study change, its runs are tested anew with the weights that they have; where its recipe
// changes they are refused.
func TestPlan(t *testing.T) {
	run := smallRuns(t)[0]
	w := Where{Dir: t.TempDir()}
	if err := Do(context.Background(), run, w, nil); err != nil {
		t.Fatal(err)
	}
	run.Passes[0].Samples = 1
	if w.Done(run) {
		t.Fatal("a run with rows of other tests is done")
	}
	trained := false
	if err := Do(context.Background(), run, w, func(s Status) { trained = trained || s.Phase == Train }); err != nil || trained || !w.Done(run) {
		t.Errorf("tested anew: %v, trained %t, done %t", err, trained, w.Done(run))
	}
	run.Recipe.Rate *= 2
	if err := Do(context.Background(), run, w, nil); err == nil || !strings.Contains(err.Error(), "the study has changed") {
		t.Errorf("error %v", err)
	}
}
