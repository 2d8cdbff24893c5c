package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments"
)

// TestUnknownCommit: a program that does not know its commit, such as a test, says so once where it trains or evaluates,
// and how to build one that does.
func TestUnknownCommit(t *testing.T) {
	for _, args := range [][]string{
		{"train", "nano", "--steps", "1", "--out", filepath.Join(t.TempDir(), "run")},
		{"eval", "nano", "--lengths", "128", "--samples", "1"},
	} {
		o := hsalab(t, context.Background(), args...)
		if o.status != exitOK || strings.Count(o.err, commitAdvice) != 1 {
			t.Errorf("%v: status %d, %q", args, o.status, o.err)
		}
	}
	if out := succeeds(t, "version"); !strings.Contains(out, "commit unknown; build with "+experiments.BuildCommand) {
		t.Errorf("version prints %q", out)
	}
}
