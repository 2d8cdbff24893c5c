package audit

import (
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

// TestVectors holds the definition to the reference, and sees that a changed number does not pass.
func TestVectors(t *testing.T) {
	files, err := vectorFiles()
	if err != nil || len(files) == 0 {
		t.Fatal("no vectors:", err)
	}
	for _, file := range files {
		v, err := readVectors(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := v.differ(hsatest.Oracle)
		if err != nil || d.Error > 1e-12 {
			t.Errorf("%s: %+v, %v", file, d, err)
		}
		v.want.Out[3] += 1e-3
		if d, _ := v.differ(hsatest.Oracle); d.Error <= limit || d.Tensor != "out" {
			t.Errorf("%s: a changed output passes: %+v", file, d)
		}
	}
	if _, err := readVectors("absent.safetensors"); err == nil {
		t.Error("a case that is not there was read")
	}
}

// TestFaults holds that each fault is caught, and that what catches it does not catch the right operator.
func TestFaults(t *testing.T) {
	o := hsatest.Options{Limit: limit, Shapes: 30, Seed: 1, Effort: hsatest.Quick}
	for _, f := range faults {
		if len(f.caught(o)) == 0 {
			t.Errorf("not caught: %s", f.what)
		}
	}
	if caught := (fault{}).caught(o); len(caught) > 0 {
		t.Errorf("the right operator is caught by %q", caught)
	}
}

func TestCompare(t *testing.T) {
	row := func(sample int, predicted string, correct bool) results.Row {
		return results.Row{Variant: "nano", Task: "recall", TaskHash: "old", Length: 128, Sample: sample, Predicted: predicted, Correct: correct}
	}
	committed := []results.Row{row(0, "a", true), row(1, "b", false), row(2, "c", true)}
	fresh := []results.Row{row(0, "a", true), row(1, "c", true), row(9, "d", true)}
	for i := range fresh {
		fresh[i].TaskHash = "new"
	}
	if got, want := compare(committed, fresh, 128), (agreement{questions: 2, before: 1, now: 2, same: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := compare(committed, fresh, 256); got != (agreement{}) {
		t.Errorf("another length: %+v", got)
	}
}

// TestCoverage holds the intervals of a few simulated evaluations to what they promise; Wilson's, where texts differ, breaks it.
func TestCoverage(t *testing.T) {
	ours, _, wilson, err := studies[2].coverage(200)
	if err != nil || ours < 0.88 || wilson > 0.7 {
		t.Errorf("ours %.2f, Wilson %.2f, %v", ours, wilson, err)
	}
}

func ExampleAllRight() {
	AllRight(24)
	// Output: 24 of 24 right: the accuracy is above: 0.862
}
