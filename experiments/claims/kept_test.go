package claims

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/experiments/records"
)

func TestKeep(t *testing.T) {
	want := []Verdict{{Claim: "C1", Outcome: NotReproduced, Evidence: []Evidence{{Label: "a < b", Value: 0.5, Low: 0.4, High: 0.6}}}}
	raw, err := Keep(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := unkeep(raw)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-kept +read):\n%s", err, diff)
	}
	hash, err := records.Hash(records.EvaluationFile)
	if err != nil {
		t.Fatal(err)
	}
	for name, stale := range map[string]string{
		"other rows":      strings.Replace(string(raw), hash, "0", 1),
		"a row file less": strings.Replace(string(raw), `"`+records.TinyFile+`"`, `"other"`, 1),
		"empty":           "{}",
	} {
		if _, err := unkeep([]byte(stale)); !errors.Is(err, ErrStale) {
			t.Errorf("%s: %v, want ErrStale", name, err)
		}
	}
	if _, err := unkeep([]byte("[")); err == nil || errors.Is(err, ErrStale) {
		t.Errorf("not JSON: %v", err)
	}
}

// TestKeptIsFresh holds the kept verdicts to the rows and claims as they are; TestKept of package report to the rules.
func TestKeptIsFresh(t *testing.T) {
	verdicts, err := Kept()
	if err != nil {
		t.Fatal(err)
	}
	list, err := All()
	if err != nil {
		t.Fatal(err)
	}
	if last := verdicts[len(verdicts)-1].Claim; last != list[len(list)-1].ID {
		t.Errorf("the last verdict is on %s", last)
	}
}
