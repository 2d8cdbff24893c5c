package figures

import (
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

func diagnoses() []results.Diagnosis {
	var list []results.Diagnosis
	for _, layer := range []int{0, 1} {
		for _, ratio := range []float64{1, 4} {
			list = append(list, results.Diagnosis{
				Variant: "nano", Task: "recall-plain-noise", Length: int(128 * ratio), Ratio: ratio, Layer: layer, Questions: 9,
				Residual: 2, HSA: 3 * ratio, MLP: 8, ScoreMass: 0.5 / ratio, ScoreMassLow: 0.1, ScoreMassHigh: 0.6, Command: "hsalab diagnose nano",
			})
		}
	}
	return list
}

func TestBranchNorms(t *testing.T) {
	n, err := BranchNorms(diagnoses(), TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(n.Branches) != 2 || n.Branches[1].Name != "MLP" || len(n.Layers) != 2 || n.TrainingLength != 128 {
		t.Fatalf("%+v: want HSA and MLP of two layers, no window", n)
	}
	if got := n.Branches[0].Norms[1][1]; got.Value != 6 || got.N != 9 {
		t.Errorf("HSA of layer 2 at 4×: %+v, want 12 over 2", got)
	}
	if _, err := BranchNorms(nil, TableOptions{}); err == nil {
		t.Error("no diagnoses: no error")
	}
}

func TestScoreMassCurve(t *testing.T) {
	c, err := ScoreMassCurve(diagnoses(), CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(c.Series) != 2 || c.Series[1].Name != "nano, plain-noise, layer 2" || c.Series[1].Points[1].Y != 0.125 {
		t.Errorf("series %+v", c.Series)
	}
	if c.Provenance.Command != "hsalab diagnose nano" {
		t.Errorf("command %q", c.Provenance.Command)
	}
	one, err := ScoreMassCurve(diagnoses()[:2], CurveOptions{})
	if err != nil || one.Series[0].Name != "nano, plain-noise" {
		t.Errorf("one layer: %+v, %v", one.Series, err)
	}
	if _, err := ScoreMassCurve(nil, CurveOptions{}); err == nil {
		t.Error("no diagnoses: no error")
	}
}
