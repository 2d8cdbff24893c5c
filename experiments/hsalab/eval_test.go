package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
)

func TestEval(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	out := succeeds(t, "eval", "nano", "--lengths", "128,256", "--samples", "2", "--out", file)
	rows, err := results.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "nano: recall-plain-noise") || !strings.Contains(out, "256 (2×)") || !strings.Contains(out, "memory: ") {
		t.Errorf("eval prints %q", out)
	}
	for _, r := range rows {
		if r.Variant != "nano" || r.TopK != 4 || !strings.HasPrefix(r.Command, "hsalab eval nano") {
			t.Fatalf("row %+v", r)
		}
	}
	// The same command finds everything there and changes nothing.
	before, _ := os.ReadFile(file)
	if again := succeeds(t, "eval", "nano", "--lengths", "128,256", "--samples", "2", "--out", file); table(again) != table(out) {
		t.Errorf("the second run prints\n%s\nthe first\n%s", again, out)
	}
	if after, _ := os.ReadFile(file); string(after) != string(before) {
		t.Error("the second run changed the rows")
	}
	// Another top-K joins them, and the table shows only that.
	if all := succeeds(t, "eval", "nano", "--lengths", "128", "--samples", "2", "--top-k", "all", "--out", file); strings.Contains(all, "256 (2×)") {
		t.Errorf("rows of another length are shown: %s", all)
	}
	if both, err := results.Read(file); err != nil || len(both) <= len(rows) {
		t.Errorf("%d rows after %d, %v", len(both), len(rows), err)
	}
}

// table is the lines of output that show numbers.
func table(out string) string {
	var lines []string
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "│") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func TestEvalZipped(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.jsonl.gz")
	for _, ratios := range []string{"1", "1,2"} {
		succeeds(t, "eval", "nano", "--ratios", ratios, "--samples", "1", "--out", file)
	}
	rows, err := results.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	lengths := map[int]int{}
	for _, r := range rows {
		lengths[r.Length]++
	}
	if len(lengths) != 2 {
		t.Errorf("questions by length: %v", lengths)
	}
	if _, err := os.Stat(strings.TrimSuffix(file, ".gz")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the plain file stays: %v", err)
	}
}

// TestEvalCutZip: of a compressed file that was cut short the good rows are kept, and the rest is measured again.
func TestEvalCutZip(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.jsonl.gz")
	args := []string{"eval", "nano", "--ratios", "1", "--samples", "6", "--out", file}
	succeeds(t, args...)
	want, err := results.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, string(raw[:len(raw)*3/4]))
	kept, cut, err := results.ReadCut(file)
	if err != nil || !cut || len(kept) == 0 {
		t.Fatalf("%d rows, cut %t, %v", len(kept), cut, err)
	}
	succeeds(t, args...)
	got, err := results.Read(file)
	if diff := cmp.Diff(byID(want), byID(got)); err != nil || diff != "" {
		t.Errorf("%v (-before +after): %s", err, diff)
	}
}

func TestEvalOtherWeights(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	succeeds(t, "eval", "nano", "--lengths", "128", "--samples", "1", "--out", file)
	m, err := experiments.Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	m.Weights.Values[0]++
	dir := filepath.Join(t.TempDir(), "nano")
	if err := m.Save(dir, "card"); err != nil {
		t.Fatal(err)
	}
	fails(t, "other weights of nano", "eval", dir, "--lengths", "128", "--samples", "1", "--out", file)
}

// TestStore holds an interrupted sequence to be computed again: the row of its first question is written last.
func TestStore(t *testing.T) {
	m, err := experiments.Open("nano")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	row := func(query int) results.Row {
		return results.Row{Variant: "nano", Task: "t", Length: 128, Ratio: 1, Query: query, GoldChunk: -1, Weights: m.Hash()}
	}
	s, err := openStore(file, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.add(row(0), row(1), row(2)), s.close(true)); err != nil {
		t.Fatal(err)
	}
	raw, _ := os.ReadFile(file)
	lines := strings.SplitAfter(string(raw), "\n")
	write(t, file, lines[0]+lines[1]) // as if interrupted before the last row
	if s, err = openStore(file, m); err != nil {
		t.Fatal(err)
	}
	if s.has(row(0).ID()) {
		t.Error("half a sequence counts as done")
	}
	if err := errors.Join(s.add(row(0), row(1), row(2)), s.close(true)); err != nil {
		t.Fatal(err)
	}
	rows, err := results.Read(file)
	if err != nil || len(rows) != 3 {
		t.Errorf("%d rows, %v; want 3", len(rows), err)
	}
}

func TestEvalInterruptedKeepsRows(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	succeeds(t, "eval", "nano", "--lengths", "128", "--samples", "1", "--out", file)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o := hsalab(t, ctx, "eval", "nano", "--lengths", "128", "--samples", "3", "--out", file)
	if o.status != exitInterrupted || !strings.Contains(o.err, "rows are kept") {
		t.Errorf("status %d, %q", o.status, o.err)
	}
	if rows, err := results.Read(file); err != nil || len(rows) == 0 {
		t.Errorf("%d rows kept, %v", len(rows), err)
	}
}
