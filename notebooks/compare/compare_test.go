package compare

import (
	"math"
	"os/exec"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

const (
	first  = "none/bypass/k4"
	second = "cls/bypass/k4"
)

func TestRowsOf(t *testing.T) {
	rows, err := rowsOf(first)
	if err != nil || len(seeds(rows)) < 2 || len(ratios(rows)) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if _, err := rowsOf("cls"); err == nil || !strings.Contains(err.Error(), second) {
		t.Errorf("an unknown variant: %v", err)
	}
}

// TestSeeds: the mean over all seeds is that of the seeds.
func TestSeeds(t *testing.T) {
	table, err := bySeed(first, second)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table.Groups[0].Rows {
		n := len(row.Cells) - 1
		mean := 0.0
		for _, c := range row.Cells[:n] {
			mean += c.Value / float64(n)
		}
		if math.Abs(mean-row.Cells[n].Value) > 0.02 {
			t.Errorf("%s: mean of the seeds %g, of all %g", row.Label, mean, row.Cells[n].Value)
		}
	}
}

// TestPairing: both intervals are around the same mean, which is that of Paired.
func TestPairing(t *testing.T) {
	table, err := pairing(first, second, 16)
	if err != nil {
		t.Fatal(err)
	}
	a, b, err := both(first, second)
	if err != nil {
		t.Fatal(err)
	}
	for i, seed := range seeds(a) {
		d, err := results.Paired(ofSeed(at(a, 16), seed), ofSeed(at(b, 16), seed), results.Accuracy, statistics)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range table.Groups[0].Rows[i].Cells[:2] {
			if math.Abs(c.Value-d.Mean) > 1e-9 || c.Low > d.Mean || c.High < d.Mean {
				t.Errorf("seed %d: %g [%g, %g], want %g", seed, c.Value, c.Low, c.High, d.Mean)
			}
		}
	}
}

func TestPower(t *testing.T) {
	c := power(6)
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	for _, p := range c.Series[0].Points {
		if want := 2 / math.Pow(2, p.X); math.Abs(p.Y-want) > 1e-12 {
			t.Errorf("%g seeds: %g, want %g", p.X, p.Y, want)
		}
	}
}

func TestMany(t *testing.T) {
	list, err := many()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range list {
		if c.corrected < c.PT || (i > 0 && c.PT < list[i-1].PT) {
			t.Errorf("comparison %d: p %g, corrected %g", i, c.PT, c.corrected)
		}
	}
	if err := manyTable(list, 5).Validate(); err != nil {
		t.Error(err)
	}
	alone, corrected := below(list)
	if corrected > alone || alone == 0 {
		t.Errorf("%d below the level alone, %d corrected", alone, corrected)
	}
}

func TestSameRecipe(t *testing.T) {
	table, _, err := sameRecipe(second, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Validate(); err != nil {
		t.Error(err)
	}
}

func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	if strings.Contains(string(out), "github.com/gomlx") {
		t.Error("compare links GoMLX, which makes analysis cells slow")
	}
}
