package figures

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// find returns the cell of a variant in a condition.
func find(t *testing.T, table viz.Table, group, label, column string) viz.Cell {
	t.Helper()
	for _, g := range table.Groups {
		for _, r := range g.Rows {
			for i, c := range table.Columns {
				if (g.Name == group) && strings.HasPrefix(r.Label, label) && c == column {
					return r.Cells[i]
				}
			}
		}
	}
	t.Fatalf("no cell %s / %s / %s", group, label, column)
	return viz.Cell{}
}

func TestAblationIsAggregate(t *testing.T) {
	rows := ablationRows(3)
	table, err := AblationTable(rows, nil, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Validate(); err != nil {
		t.Fatal(err)
	}
	cells, err := results.Aggregate(rows, func(r results.Row) place { return place{armOf(r), conditionOf(r)} }, results.Accuracy, results.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range cells {
		got := find(t, table, want.Key.arm.group(), want.Key.arm.label(), want.Key.condition.String())
		if got.Value != want.Mean || got.Low != want.Low || got.High != want.High {
			t.Errorf("%v: %+v, want %+v", want.Key, got, want.Estimate)
		}
	}
	if !strings.Contains(table.Caption, "3 seeds, 18 sequences, 144 questions") {
		t.Errorf("caption %q does not count", table.Caption)
	}
}

// TestAblationLayout holds the order of groups, rows and columns, and one best a column.
func TestAblationLayout(t *testing.T) {
	table, err := AblationTable(ablationRows(2), []int{2048}, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(table.Columns, "|"); got != "16×, top 4|16×, all chunks" {
		t.Errorf("columns %s", got)
	}
	var labels []string
	for _, g := range table.Groups {
		labels = append(labels, g.Name)
		for _, r := range g.Rows {
			labels = append(labels, r.Label)
		}
	}
	want := "top 4 in training|CLS, bypass|CLS, standard|no encoder, bypass|no encoder, standard|all chunks in training|CLS, bypass|no encoder, bypass"
	if got := strings.Join(labels, "|"); got != want {
		t.Errorf("rows %s, want %s", got, want)
	}
	for c := range table.Columns {
		best, most := 0, math.Inf(-1)
		each(table, c, func(cell *viz.Cell) { most = max(most, cell.Value) })
		each(table, c, func(cell *viz.Cell) {
			if cell.Best {
				best++
				if cell.Value != most {
					t.Errorf("column %d: %g is marked, the best is %g", c, cell.Value, most)
				}
			}
		})
		if best == 0 {
			t.Errorf("column %d has no best", c)
		}
	}
}

// TestDifferenceIsPaired compares a cell with results.Paired, and the marks with what was planted.
func TestDifferenceIsPaired(t *testing.T) {
	rows := ablationRows(6)
	table, err := DifferenceTable(rows, nil, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	of := func(a arm) []results.Row {
		var list []results.Row
		for _, r := range rows {
			if armOf(r) == a && r.Length == 2048 && r.TopK == 4 {
				list = append(list, r)
			}
		}
		return list
	}
	want, err := results.Paired(of(arm{"none", "bypass", 4}), of(reference), results.Accuracy, results.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := find(t, table, "top 4 in training", "no encoder, bypass", "16×, top 4")
	if got.Value != want.Mean || got.Low != want.Low || got.High != want.High || !strings.Contains(got.Text, "†") {
		t.Errorf("%+v, want %+v, marked", got, want)
	}
	same := find(t, table, "top 4 in training", "CLS, standard", "16×, top 4")
	if strings.Contains(same.Text, "†") {
		t.Errorf("a variant that is as good as the reference is marked: %s", same.Text)
	}
	if ours := find(t, table, "top 4 in training", "CLS, bypass", "16×, top 4"); ours.Text != "reference" {
		t.Errorf("the reference reads %q", ours.Text)
	}
}

func TestDifferenceWithoutReference(t *testing.T) {
	var rows []results.Row
	for _, r := range ablationRows(2) {
		if armOf(r) != reference {
			rows = append(rows, r)
		}
	}
	if _, err := DifferenceTable(rows, nil, TableOptions{}); err == nil {
		t.Error("differences without the full model")
	}
	table, err := AblationTable(rows, nil, TableOptions{})
	if err != nil || !strings.Contains(strings.Join(table.Footnotes, " "), "not compared") {
		t.Errorf("notes %q, %v", table.Footnotes, err)
	}
}

// TestDifferenceUnpaired leaves out a variant that was tested on other samples, and says so.
func TestDifferenceUnpaired(t *testing.T) {
	rows := ablationRows(2)
	for i := range rows {
		if rows[i].Encoder == "none" && rows[i].Residual == "bypass" && rows[i].TrainTopK == 4 {
			rows[i].Sample += 100
		}
	}
	table, err := DifferenceTable(rows, nil, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := find(t, table, "top 4 in training", "no encoder, bypass", "1×, top 4"); !math.IsNaN(got.Value) {
		t.Errorf("compared on different samples: %+v", got)
	}
	if !strings.Contains(strings.Join(table.Footnotes, " "), "4 cells are not compared") {
		t.Errorf("notes %q", table.Footnotes)
	}
}

func TestNoAblation(t *testing.T) {
	for _, draw := range []func([]results.Row, []int, TableOptions) (viz.Table, error){AblationTable, DifferenceTable, EffectTable} {
		if _, err := draw(ablationRows(1), []int{99}, TableOptions{}); !errors.Is(err, ErrNoRows) {
			t.Errorf("no rows of that length: %v", err)
		}
	}
}

// TestEffects finds the planted effect of the encoder and no other.
func TestEffects(t *testing.T) {
	table, err := EffectTable(ablationRows(3), nil, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	planted := find(t, table, "", "no encoder (9 pairs)", "16×")
	if planted.Value > -0.35 || planted.Value < -0.55 || !strings.Contains(planted.Text, "†") {
		t.Errorf("no encoder at 16×: %+v, want about −0.45, marked", planted)
	}
	for _, label := range []string{"no encoder", "standard residual (6 pairs)", "all chunks in training (6 pairs)", "all chunks in testing (18 pairs)"} {
		if c := find(t, table, "", label, "1×"); math.Abs(c.Value) > 0.05 || strings.Contains(c.Text, "†") {
			t.Errorf("%s at 1×: %+v, want no difference", label, c)
		}
	}
	if c := find(t, table, "", "mean encoder (0 pairs)", "16×"); !math.IsNaN(c.Value) {
		t.Errorf("a change that was not tried: %+v", c)
	}
}

func TestSigned(t *testing.T) {
	for x, want := range map[float64]string{0.004: "0.00", -0.004: "0.00", 0.051: "+0.05", -0.27: "−0.27"} {
		if got := signed(x); got != want {
			t.Errorf("signed(%g) = %s, want %s", x, got, want)
		}
	}
}
