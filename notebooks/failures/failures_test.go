package failures

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

func TestSelectRows(t *testing.T) {
	rows, err := selectRows("nano", "decoys")
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		if r.Variant != "nano" || r.Haystack != "decoys" || r.Rank < 1 {
			t.Fatalf("a row of %s in %s with rank %d", r.Variant, r.Haystack, r.Rank)
		}
	}
	if _, err := selectRows("nanno", "decoys"); err == nil || !strings.Contains(err.Error(), "nano-text") {
		t.Errorf("an unknown model: %v", err)
	}
	if _, err := selectRows("nano", "hay"); err == nil || !strings.Contains(err.Error(), "noise") {
		t.Errorf("an unknown haystack: %v", err)
	}
}

func TestCause(t *testing.T) {
	for want, r := range map[cause]results.Row{
		right:     {Correct: true, Hit: true, GoldWeight: 0.1},
		guessed:   {Correct: true},
		unpicked:  {},
		outweighs: {Hit: true, GoldWeight: 0.49},
		misread:   {Hit: true, GoldWeight: 0.5},
	} {
		if got := causeOf(r); got != want {
			t.Errorf("%+v: %s, want %s", r, names[got], names[want])
		}
	}
}

// TestTables: shares of a length add up to 1, and the figures can be drawn.
func TestTables(t *testing.T) {
	rows, err := selectRows("nano", "decoys")
	if err != nil {
		t.Fatal(err)
	}
	table := causeTable("causes", rows)
	for _, row := range table.Groups[0].Rows {
		sum := 0.0
		for _, c := range row.Cells[1:] {
			sum += c.Value
		}
		if sum < 1-1e-9 || sum > 1+1e-9 {
			t.Errorf("%s: shares add up to %g", row.Label, sum)
		}
	}
	if at, n := commonest(rows); at != unpicked || n == 0 {
		t.Errorf("the commonest failure is %q, %d times", names[at], n)
	}
	curve, err := rankCurve("ranks", rows)
	if err != nil {
		t.Fatal(err)
	}
	if err := curve.Validate(); err != nil {
		t.Error(err)
	}
	for _, s := range curve.Series {
		for i := 1; i < len(s.Points); i++ {
			if s.Points[i].Y < s.Points[i-1].Y {
				t.Errorf("%s: recall falls with K", s.Name)
			}
		}
	}
	weights, err := weightCurve("decoys", []string{"nano", "nano-text"})
	if err != nil {
		t.Fatal(err)
	}
	if err := weights.Validate(); err != nil {
		t.Error(err)
	}
}

func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	if strings.Contains(string(out), "github.com/gomlx") {
		t.Error("failures links GoMLX, which makes analysis cells slow")
	}
}
