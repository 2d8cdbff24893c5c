package main

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
)

// TestAboveControls: where a model answers like a control, the table says so; elsewhere it is above.
func TestAboveControls(t *testing.T) {
	var rows taskRows
	for i := range 40 {
		for _, length := range []int{128, 256} {
			r := results.Row{Variant: "nano", Task: "t", Length: length, Ratio: float64(length) / 128, Sample: i, Seed: 3, TopK: 4, GoldChunk: -1}
			guess := i%16 == 0
			r.Correct = length == 128 && i%10 > 0 || guess
			rows.model = append(rows.model, r)
			for _, name := range []string{eval.LabelPrior, eval.Recency} {
				r.Variant, r.Seed, r.TopK, r.Correct = name, 0, 0, guess
				rows.controls = append(rows.controls, r)
			}
		}
	}
	const want = "for 4 comparisons): everywhere but: label-prior at 256 (2×), recency at 256 (2×)"
	if got := rows.above(); len(got) != 1 || !strings.HasSuffix(got[0], want) {
		t.Errorf("%q, want it to end in %q", got, want)
	}
	rows.controls = nil
	if got := rows.above(); got != nil {
		t.Errorf("without controls: %q", got)
	}
}
