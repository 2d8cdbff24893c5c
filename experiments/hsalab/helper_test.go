package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
)

// outcome is what one command line did.
type outcome struct {
	status   int
	out, err string
}

// hsalab runs a command line.
func hsalab(t testing.TB, ctx context.Context, args ...string) outcome {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(ctx, args, &console{out: &out, err: &errs})
	return outcome{status, out.String(), errs.String()}
}

// succeeds runs a command line that must succeed, and returns what it printed.
func succeeds(t testing.TB, args ...string) string {
	t.Helper()
	o := hsalab(t, context.Background(), args...)
	if o.status != exitOK {
		t.Fatalf("hsalab %s: status %d\n%s%s", strings.Join(args, " "), o.status, o.out, o.err)
	}
	return o.out
}

// fails runs a command line that must fail with one sentence that holds want, beside the advice on the commit, which tests
// do not know.
func fails(t testing.TB, want string, args ...string) {
	t.Helper()
	o := hsalab(t, context.Background(), args...)
	o.err = strings.Replace(o.err, commitAdvice, "", 1)
	if o.status != exitError || !strings.Contains(o.err, want) || !strings.HasPrefix(o.err, "hsalab: ") || strings.Count(o.err, "\n") != 1 {
		t.Errorf("hsalab %s: status %d, %q; want 1 and a line with %q", strings.Join(args, " "), o.status, o.err, want)
	}
}

// shortModel saves a shipped model that says it was trained on texts of so many tokens, so that multiples of that are
// quick to evaluate.
func shortModel(t testing.TB, name string, length int) string {
	t.Helper()
	m, err := experiments.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	w := hsa.Weights{Config: m.Weights.Config, Values: m.Weights.Values}
	w.Config.TrainingLength = length
	m.Weights = &w
	dir := filepath.Join(t.TempDir(), name)
	if err := m.Save(dir, "card"); err != nil {
		t.Fatal(err)
	}
	return dir
}
