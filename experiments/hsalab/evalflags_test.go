package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
)

func TestTextLength(t *testing.T) {
	for text, want := range map[string]int{"128": 128, "4K": 4096, "4k": 4096, "1M": 1 << 20, "32M": 1 << 25} {
		var n textLength
		if err := n.UnmarshalText([]byte(text)); err != nil || int(n) != want {
			t.Errorf("%s is %d, %v; want %d", text, n, err, want)
		}
	}
	for _, text := range []string{"", "K", "0", "-4K", "4G", "1.5M", "9999999999999M"} {
		var n textLength
		if err := n.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is %d tokens", text, n)
		}
	}
	for n, want := range map[int]string{128: "128", 2048: "2048", 4096: "4K", 5000: "5000", 1 << 20: "1M", 3 << 19: "1536K"} {
		if got := lengthText(n); got != want {
			t.Errorf("%d is shown as %s, want %s", n, got, want)
		}
	}
}

// TestEvalTables: what is asked for has its column or table.
func TestEvalTables(t *testing.T) {
	plain := succeeds(t, "eval", "nano", "--ratios", "1", "--samples", "2")
	for _, absent := range []string{"generated", "prior", "by depth", "by layer"} {
		if strings.Contains(plain, absent) {
			t.Errorf("%q, which was not asked for, stands in\n%s", absent, plain)
		}
	}
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	out := succeeds(t, "eval", "nano", "--tasks", "noise,chain2-deep", "--ratios", "1,4", "--samples", "2", "--score", "both", "--controls",
		"--depths", "0,100", "--workers", "2", "--out", file)
	for _, want := range []string{
		"generated", "prior", "recent", "recall@K", "right if retrieved", "nano: recall-chain2-deep-noise: accuracy by depth",
		"retrieval by layer and hop", "1, 2", "each question counts at the nearest depth", "after Holm's",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from\n%s", want, out)
		}
	}
	if strings.Count(out, "Weights: ") != 1 {
		t.Errorf("where the numbers come from is said %d times", strings.Count(out, "Weights: "))
	}
	rows, err := results.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	variants := map[string]int{}
	for _, r := range rows {
		variants[r.Variant]++
	}
	if len(variants) != 3 || variants["nano"] != variants[eval.LabelPrior] || variants["nano"] != variants[eval.Recency] {
		t.Errorf("rows by variant %v", variants)
	}
}

func TestNearestDepth(t *testing.T) {
	for want, r := range map[int]results.Row{0: {Depth: 0.1}, 25: {Depth: 0.2}, 50: {Depth: 0.9, At: "50"}, 100: {Depth: 1}} {
		if got := nearestDepth(r, []int{0, 25, 100}); got != want {
			t.Errorf("depth %g, asked at %q: counts at %d, want %d", r.Depth, r.At, got, want)
		}
	}
}

func TestDiagnoseCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lines.jsonl")
	out := succeeds(t, "diagnose", "nano", "--lengths", "128,512", "--samples", "2", "--out", file)
	if !strings.Contains(out, "score~mass") || !strings.Contains(out, "512 (4×)") || strings.Contains(out, "│ window") {
		t.Errorf("diagnose prints\n%s", out)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var lengths []int
	for line := range strings.Lines(string(raw)) {
		var d results.Diagnosis
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		lengths = append(lengths, d.Length)
	}
	if !slices.Equal(lengths, []int{128, 512}) {
		t.Errorf("lines of lengths %v", lengths)
	}
	fails(t, "--samples 0", "diagnose", "nano", "--samples", "0")
	fails(t, "ends in .jsonl", "diagnose", "nano", "--out", "lines.csv")
	o := hsalab(t, context.Background(), "eval", "nano", "--lengths", "32M", "--samples", "400", "--workers", "400")
	if o.status != exitError || !strings.Contains(o.err, "of memory") || !strings.Contains(o.err, "--workers 1") || strings.Contains(o.err, "are kept") {
		t.Errorf("what does not fit: status %d, %q", o.status, o.err)
	}
}
