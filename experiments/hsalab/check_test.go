package main

import (
	"context"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	out := succeeds(t, "check", "--only", "without retrieval")
	for _, want := range []string{"backend go:", "limit 1e-05 in float32", "PASS  model without retrieval", "gradient exactly 0", "2 checks, 0 failed"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing from\n%s", want, out)
		}
	}
	if out := succeeds(t, "check", "--only", "rival no-memory, reach"); !strings.Contains(out, "PASS  rival no-memory, reach") {
		t.Errorf("check of a rival prints %s", out)
	}
	fails(t, "no subject has the text of --only", "check", "--only", "nosuch")
	fails(t, "there is: go, xla:PATH", "check", "--backend", "nosuch")
}

// TestCheckFails: float32 does not reach float64's rounding, so a limit of 1e-12 is the negative control.
func TestCheckFails(t *testing.T) {
	o := hsalab(t, context.Background(), "check", "--only", "operator, dense", "--limit", "1e-12")
	if o.status != exitError || !strings.Contains(o.err, "checks failed") {
		t.Errorf("status %d, %q", o.status, o.err)
	}
	for _, want := range []string{"FAIL  operator, dense", "limit 1e-12", "problem 0, {Batch:"} {
		if !strings.Contains(o.out, want) {
			t.Errorf("%q is missing from\n%s", want, o.out)
		}
	}
}
