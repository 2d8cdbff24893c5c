package figures

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// TestCurveIsAggregate compares every point with results.Aggregate.
func TestCurveIsAggregate(t *testing.T) {
	rows := curveRows()
	for name, c := range map[string]struct {
		draw   func([]results.Row, CurveOptions) (viz.Curve, error)
		metric results.Metric
	}{"accuracy": {ExtrapolationCurve, results.Accuracy}, "recall": {RecallCurve, results.Recall}} {
		curve, err := c.draw(rows, CurveOptions{})
		if err != nil {
			t.Fatal(name, err)
		}
		cells, err := results.Aggregate(rows, results.ByVariantLength, c.metric, results.Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, cell := range cells {
			trained := map[string]int{"nano": 128, "nano-text": 256}[cell.Key.Variant]
			want := viz.Point{X: float64(cell.Key.Length / trained), Y: cell.Mean, Low: cell.Low, High: cell.High, N: cell.Queries}
			for _, s := range curve.Series {
				if strings.HasPrefix(s.Name, cell.Key.Variant+",") && slices.Contains(s.Points, want) {
					found++
				}
			}
		}
		if found != len(cells) || found != 6 {
			t.Errorf("%s: %d of %d points are those of Aggregate", name, found, len(cells))
		}
		if err := curve.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCurveAxis(t *testing.T) {
	both, err := ExtrapolationCurve(curveRows(), CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if both.TrainingLength != 1 || len(both.References) != 1 || both.References[0].Y != 1.0/16 {
		t.Errorf("two training lengths: trained at %g, references %v", both.TrainingLength, both.References)
	}
	one, err := ExtrapolationCurve(slices.DeleteFunc(curveRows(), func(r results.Row) bool { return r.Variant != "nano" }), CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if one.TrainingLength != 128 || one.Series[0].Points[0].X != 128 {
		t.Errorf("one training length: trained at %g, first point at %g", one.TrainingLength, one.Series[0].Points[0].X)
	}
}

// TestCurveTopK leaves out rows tested with another top-K than in training, but not where there are no others.
func TestCurveTopK(t *testing.T) {
	rows := curveRows()
	for _, r := range curveRows() {
		r.TopK, r.Correct = 0, false
		rows = append(rows, r)
	}
	with, err := ExtrapolationCurve(rows, CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	without, _ := ExtrapolationCurve(curveRows(), CurveOptions{})
	if !slices.Equal(with.Series[0].Points, without.Series[0].Points) {
		t.Error("rows tested with all chunks changed the curve")
	}
	only, err := ExtrapolationCurve(slices.DeleteFunc(rows, func(r results.Row) bool { return r.TopK != 0 }), CurveOptions{})
	if err != nil || only.Series[0].Points[0].Y != 0 {
		t.Errorf("only rows tested with all chunks: %v, %v", only.Series, err)
	}
}

func TestCurveRefuses(t *testing.T) {
	if _, err := ExtrapolationCurve(nil, CurveOptions{}); !errors.Is(err, ErrNoRows) {
		t.Errorf("no rows: %v", err)
	}
	if _, err := ExtrapolationCurve(append(curveRows(), curveRows()[0]), CurveOptions{}); err == nil {
		t.Error("the same measurement twice was drawn")
	}
	unmeasured := curveRows()
	for i := range unmeasured {
		unmeasured[i].Rank, unmeasured[i].Hit = 0, false
	}
	if _, err := RecallCurve(unmeasured, CurveOptions{}); !errors.Is(err, ErrNoRows) {
		t.Errorf("recall that was not measured: %v", err)
	}
}

func TestOrigin(t *testing.T) {
	curve, err := ExtrapolationCurve(curveRows(), CurveOptions{Provenance: viz.Provenance{Commit: "mine"}})
	if err != nil {
		t.Fatal(err)
	}
	want := viz.Provenance{Command: "hsalab eval nano; hsalab eval nano-text", Commit: "mine", Seed: "0", Weights: "nano w-nano; nano-text w-nano-text"}
	if curve.Provenance != want {
		t.Errorf("provenance %+v, want %+v", curve.Provenance, want)
	}
	many := curveRows()
	for i := range many {
		many[i].Commit = string(rune('a' + i%9))
	}
	if got := Origin(many).Commit; got != "9 commits" {
		t.Errorf("nine commits are shown as %q", got)
	}
}

func TestChance(t *testing.T) {
	for task, want := range map[string]float64{"recall-plain-noise": 1.0 / 16, "recall-conjunctive-decoys": 1.0 / 32, "recall-text-decoys": 1.0 / 16} {
		if got, ok := Chance(results.Row{Task: task}); !ok || got != want {
			t.Errorf("%s: %g, %v, want %g", task, got, ok, want)
		}
	}
	if _, ok := Chance(results.Row{Task: "recall-plain-noise", TaskHash: "other"}); ok {
		t.Error("a task of another definition has a known chance")
	}
}

func TestExtend(t *testing.T) {
	fresh := slices.DeleteFunc(curveRows(), func(r results.Row) bool { return r.Ratio > 1 || r.Variant != "nano" })
	recorded := curveRows()
	for i := range recorded {
		recorded[i].Command = "recorded"
	}
	rows := Extend(fresh, recorded)
	lengths := map[int]int{}
	for _, r := range rows {
		if r.Variant != "nano" || (r.Ratio > 1) != (r.Command == "recorded") {
			t.Fatalf("row %+v", r)
		}
		lengths[r.Length]++
	}
	if len(lengths) != 3 || lengths[128] != 32 {
		t.Errorf("rows by length: %v", lengths)
	}
	for i := range recorded {
		recorded[i].Weights = "other"
	}
	if got := Extend(fresh, recorded); len(got) != len(fresh) {
		t.Error("rows of other weights continue the run")
	}
}
