package framework

import (
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

func TestPreset(t *testing.T) {
	if m := Preset("nano", "top_k=2", "chunk=4"); m.err != nil || m.Config.TopK != 2 || m.Config.Chunk != 4 {
		t.Errorf("%+v, %v", m.Config, m.err)
	}
	for change, want := range map[string]string{"top_k": "KEY=VALUE", "top_q=2": "top_q", "heads=5": "heads", "encoder=mean": "cls_tokens"} {
		if m := Preset("nano", change); m.err == nil || !strings.Contains(m.err.Error(), want) {
			t.Errorf("%s: %v, want %q", change, m.err, want)
		}
	}
	if Preset("nanno").err == nil {
		t.Error("an unknown preset is taken")
	}
}

func TestDifferences(t *testing.T) {
	a := hsa.Nano(16)
	b := a
	b.TopK, b.Weighting = 2, hsa.WeightStickBreaking
	got, err := differences(a, b)
	if want := "top_k 4 → 2|weighting softmax → stick-breaking"; err != nil || strings.Join(got, "|") != want {
		t.Errorf("%v, %v, want %s", got, err, want)
	}
}

// TestSwitches: each variant differs from the base in some key and in what it computes.
func TestSwitches(t *testing.T) {
	table, err := switches()
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Validate(); err != nil {
		t.Error(err)
	}
	if got, want := len(table.Groups[0].Rows), len(hsa.Variants())-1; got != want {
		t.Errorf("%d switches, want %d", got, want)
	}
	for _, row := range table.Groups[0].Rows {
		if row.Cells[0].Text == "" || !(row.Cells[2].Value > 0) {
			t.Errorf("%s changes %q and the logits by %g", row.Label, row.Cells[0].Text, row.Cells[2].Value)
		}
	}
}

// TestSees: a token sees a chunk exactly where the map says how old it is.
func TestSees(t *testing.T) {
	for _, m := range []Model{Preset("nano"), Preset("nano", "hide_window_chunks=true"), Preset("nano", "tokens_per_retrieval=12")} {
		h := m.sees(96)
		if err := h.Validate(); err != nil {
			t.Error(err)
		}
		for token, row := range h.Values {
			visible := 0
			for _, age := range row {
				if !math.IsNaN(age) {
					visible++
					if age < 1 {
						t.Errorf("%s: token %d sees a chunk %g tokens old", m.Name, token, age)
					}
				}
			}
			if visible != m.Config.Visible(token) {
				t.Errorf("%s: token %d sees %d chunks, want %d", m.Name, token, visible, m.Config.Visible(token))
			}
		}
	}
}

func TestFigures(t *testing.T) {
	cost, err := memory([]string{"nano", "paper"})
	if err != nil {
		t.Fatal(err)
	}
	nano := Preset("nano")
	for _, fig := range []viz.Figure{cost, presets(), nano.parts(), nano.arithmetic([]int{4096, 65536}), nano.refused([]string{"top_k=2", "top_k=-9"})} {
		if err := fig.Validate(); err != nil {
			t.Errorf("%T: %v", fig, err)
		}
	}
	if _, err := memory([]string{"nanno"}); err == nil {
		t.Error("an unknown preset is taken")
	}
}
