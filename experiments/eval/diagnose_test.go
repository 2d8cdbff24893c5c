package eval

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

func diagnosed(t *testing.T, m *experiments.Trained, o DiagnoseOptions) []results.Diagnosis {
	t.Helper()
	list, err := Diagnose(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDiagnose(t *testing.T) {
	list := diagnosed(t, mustOpen(t, "nano"), DiagnoseOptions{Lengths: []int{128, 512}, Samples: 3, Seed: 4, Command: "test"})
	if len(list) != 2 {
		t.Fatalf("%d lines, want one a length", len(list))
	}
	for i, d := range list {
		switch {
		case d.Length != []int{128, 512}[i] || d.Layer != 0 || d.Seed != 4 || d.Samples != 3 || d.Questions != 3*24:
			t.Errorf("line of the wrong thing: %+v", d)
		case !(d.ScoreMassLow <= d.ScoreMass && d.ScoreMass <= d.ScoreMassHigh) || math.Abs(d.ScoreMass) > 1:
			t.Errorf("correlation %g in [%g, %g]", d.ScoreMass, d.ScoreMassLow, d.ScoreMassHigh)
		case d.Recall < 0.9 || d.Integration < 0.9 || d.Retrieved != int(math.Round(d.Recall*float64(d.Questions))):
			t.Errorf("nano among noise: recall %g, %d retrieved, integration %g", d.Recall, d.Retrieved, d.Integration)
		case !(d.HSA > 0 && d.Residual > 0 && d.MLP > 0) || d.Window != 0:
			t.Errorf("norms %+v; the layer has no window of its own", d)
		}
	}
}

// TestDiagnoseLayers: a line a layer, and the norm of the layer's own window where it has one.
func TestDiagnoseLayers(t *testing.T) {
	r := tinyRecipe()
	r.Model.Groups, r.Model.UpperLayers, r.Model.HSAWindow = 2, 2, 16
	list := diagnosed(t, untrained(t, r), DiagnoseOptions{Lengths: []int{256}, Samples: 2})
	if len(list) != 2 || list[0].Layer != 0 || list[1].Layer != 1 {
		t.Fatalf("%+v; want a line a layer", list)
	}
	for _, d := range list {
		if d.Window <= 0 {
			t.Errorf("layer %d has a window, and norm %g", d.Layer, d.Window)
		}
	}
}

// TestScoreMass plants scores that follow the log mass, that oppose it, and that say nothing.
func TestScoreMass(t *testing.T) {
	cfg := hsa.Config{Heads: 2, Groups: 1}
	tail := func(scores ...float32) *hsa.Tail {
		return &hsa.Tail{Len: 1, Groups: []hsa.TailGroup{{
			Heads: 1, AllScores: [][]float32{scores}, Mass: [][]float32{{-3, 1, 2, 8}, {8, 2, 1, -3}},
		}}}
	}
	for _, c := range []struct {
		name   string
		scores []float32
		want   []float64
	}{
		{"follows the first query head", []float32{0, 10, 20, 21}, []float64{1, -1}},
		{"equal scores rank nothing", []float32{1, 1, 1, 1}, nil},
		{"too few chunks", []float32{1, 2}, nil},
	} {
		got := scoreMass(cfg, tail(c.scores...), 0, 0)
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-12 {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}
}

func TestDiagnoseRefuses(t *testing.T) {
	m := mustOpen(t, "nano")
	rival := &experiments.Trained{Name: "rival", Task: m.Task, Rival: &baseline.Weights{Config: baseline.Config{Kind: baseline.NoMemory, Of: m.Config()}}}
	for want, try := range map[string]func() error{
		"retrieves nothing": func() error { _, err := Diagnose(context.Background(), rival, DiagnoseOptions{}); return err },
		"unknown task":      func() error { _, err := Diagnose(context.Background(), m, DiagnoseOptions{Task: "nosuch"}); return err },
		"of memory": func() error {
			_, err := Diagnose(context.Background(), m, DiagnoseOptions{Lengths: []int{1 << 20}, Free: 400 << 20})
			return err
		},
	} {
		if err := try(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
