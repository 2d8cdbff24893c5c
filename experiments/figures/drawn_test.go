package figures

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/viz"
)

// TestKeep holds every kind of figure to coming back as it was kept.
func TestKeep(t *testing.T) {
	rows := studyRows()
	table, err1 := VariantTable(rows, TableOptions{})
	curve, err2 := DifferenceCurve(rows, "a", CurveOptions{})
	depth, err3 := DepthMap(rows, TableOptions{})
	scatter, err4 := RecallScatter(rows, CurveOptions{})
	mismatch, err5 := TopKMap(rows, 16, TableOptions{})
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	for _, fig := range []viz.Figure{table, curve, depth, scatter, mismatch} {
		raw, err := Keep(fig, records.EvaluationFile)
		if err != nil {
			t.Fatal(err)
		}
		back, err := unkeep("test", raw)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fig, back, cmpopts.EquateNaNs(), cmpopts.IgnoreUnexported(viz.Series{})); diff != "" {
			t.Errorf("%T (-drawn +kept):\n%s", fig, diff)
		}
		hash, err := records.Hash(records.EvaluationFile)
		if err != nil {
			t.Fatal(err)
		}
		old := strings.Replace(string(raw), hash, strings.Repeat("0", 64), 1)
		if _, err := unkeep("test", []byte(old)); !errors.Is(err, ErrStale) {
			t.Errorf("%T of other rows: %v, want ErrStale", fig, err)
		}
	}
	if _, err := Keep(viz.Roofline{}); err == nil {
		t.Error("a figure of another kind: no error")
	}
	raw, err := Keep(table, "no-such-rows")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unkeep("test", raw); err != nil {
		t.Errorf("rows that are still not there: %v", err)
	}
	appeared := strings.Replace(string(raw), `"no-such-rows"`, `"eval"`, 1)
	if _, err := unkeep("test", []byte(appeared)); !errors.Is(err, ErrStale) {
		t.Errorf("rows that are there now: %v, want ErrStale", err)
	}
	if _, err := Drawn("no-such-figure"); !errors.Is(err, ErrStale) {
		t.Errorf("a figure that is not kept: %v, want ErrStale", err)
	}
}

// TestDrawnIsFresh: all kept figures were drawn from the rows as they are now.
func TestDrawnIsFresh(t *testing.T) {
	for _, name := range DrawnNames() {
		fig, err := Drawn(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if err := fig.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
