package proof

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/notebooks/nbformat"
	"github.com/hsalab/hsalab/notebooks/show"
)

func numberOutput(name string, value, tolerance float64) nbformat.Output {
	o := output("text/plain", name)
	o.Data[show.NumberType] = map[string]any{"name": name, "value": value, "tolerance": tolerance}
	return o
}

func TestNumbers(t *testing.T) {
	nb := good()
	nb.Cells[1].Outputs = append(nb.Cells[1].Outputs, numberOutput("accuracy", 0.5, 0.25))
	nb.Cells[2].Outputs = append(nb.Cells[2].Outputs, numberOutput("chunks", 16, 0))
	text, err := nb.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	read, err := nbformat.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Numbers(read)
	if want := (Number{Cell: "one", Name: "accuracy", Value: 0.5, Tolerance: 0.25}); err != nil || len(list) != 2 || list[0] != want {
		t.Errorf("%+v, %v; want first %+v", list, err, want)
	}
	nb.Cells[2].Outputs[0] = numberOutput("accuracy", 1, 0)
	if _, err := Numbers(nb); err == nil || !strings.Contains(err.Error(), "cells one and two") {
		t.Errorf("one name for two numbers: %v", err)
	}
}

// A run is held to the numbers of the committed notebook.
func ExampleCompare() {
	expected := []Number{
		{Cell: "a", Name: "accuracy", Value: 0.98, Tolerance: 0.01},
		{Cell: "a", Name: "chunks", Value: 16},
		{Cell: "b", Name: "recall", Value: 1, Tolerance: 0.1},
	}
	got := []Number{
		{Cell: "a", Name: "accuracy", Value: 0.985, Tolerance: 9},
		{Cell: "a", Name: "chunks", Value: 17},
		{Cell: "c", Name: "weight", Value: 0.5},
	}
	for _, fault := range Compare(expected, got) {
		fmt.Println(fault)
	}
	// Output:
	// cell a: chunks: 17, expected 16 ± 0
	// cell b: recall: expected 1, not computed
	// cell c: weight: 0.5, not expected: run the notebook in place and commit it
}

// TestCompareNaN holds that what is no number is never within a tolerance.
func TestCompareNaN(t *testing.T) {
	want := []Number{{Name: "x", Value: 1, Tolerance: 100}}
	if faults := Compare(want, []Number{{Name: "x", Value: math.NaN()}}); len(faults) != 1 {
		t.Errorf("NaN passes: %q", faults)
	}
}
