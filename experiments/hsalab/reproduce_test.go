package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/report"
	"github.com/hsalab/hsalab/experiments/study"
)

// TestReproduceReadme checks the README, finds a stale table in a copy, and mends it.
func TestReproduceReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("draws every figure")
	}
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "README.md")
	write(t, file, strings.Replace(string(raw), "| no encoder (12 pairs) | 0.00", "| no encoder (12 pairs) | 0.50", 1))
	fails(t, "stale: effects", "reproduce", "--readme", file, "--check")
	succeeds(t, "reproduce", "--readme", file)
	mended, err := os.ReadFile(file)
	if err != nil || string(mended) != string(raw) {
		t.Errorf("the README written anew differs (%v)", err)
	}
}

// TestReproduceStudies holds the studies of the report to those there are, with the variants that they compare with.
func TestReproduceStudies(t *testing.T) {
	specs, err := report.Specs()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range specs {
		name, ok := strings.CutPrefix(s.Rows, "studies/")
		if !ok || !slices.Contains(study.Names(), name) {
			continue // a study to come
		}
		a := reproduceCmd{Figure: s.Name}
		if names, err := a.studies(); err != nil || len(names) != 1 || names[0] != name {
			t.Errorf("--figure %s recomputes %v, %v; want %s", s.Name, names, err, name)
		}
		st, err := study.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		if s.Reference != "" && !slices.ContainsFunc(st.Variants(), func(v study.Variant) bool { return v.Name == s.Reference }) {
			t.Errorf("figure %s compares with %q, which study %s does not have", s.Name, s.Reference, name)
		}
	}
}

func TestReproduceRefuses(t *testing.T) {
	fails(t, "want a study", "reproduce", "--recompute", "--figure", "nosuch", "--out", t.TempDir())
	fails(t, "--readme", "reproduce", "--check")
	file := filepath.Join(t.TempDir(), "README.md")
	write(t, file, "no table here")
	fails(t, "no table is marked", "reproduce", "--readme", file)
}
