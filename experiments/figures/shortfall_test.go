package figures

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

// TestShortfall: the note of a table names what its rows lack.
func TestShortfall(t *testing.T) {
	full := append(studyRows(), at(studyRows(), leastRatio)...)
	drop := func(lacks func(results.Row) bool) []results.Row { return slices.DeleteFunc(slices.Clone(full), lacks) }
	for want, rows := range map[string][]results.Row{
		"": full,
		"for want of computing time: b has 2 seeds of 3": drop(func(r results.Row) bool { return r.Variant == "b" && r.Seed == 1 }),
		"for want of computing time: c has 1 seed of 3 at 256×": drop(func(r results.Row) bool {
			return r.Variant == "c" && r.Seed > 0 && r.Ratio == leastRatio
		}),
		"for want of computing time: 2 seeds, where 3 are asked for":         drop(func(r results.Row) bool { return r.Seed == 2 }),
		"for want of computing time: tested to 16×, where 256× is asked for": studyRows(),
		"for want of computing time: cells with – were not measured":         drop(func(r results.Row) bool { return r.Variant == "a" && r.Ratio == leastRatio }),
		"for want of computing time: in noise only a, c":                     append(in("noise", drop(func(r results.Row) bool { return r.Variant == "b" })), full...),
	} {
		if got := shortfall(rows, byRatio, func(r results.Row) string { return r.Variant }); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// at is rows as if they were of another length.
func at(rows []results.Row, ratio int) []results.Row {
	for i := range rows {
		rows[i].Length, rows[i].Ratio = 128*ratio, float64(ratio)
	}
	return rows
}

// in is rows as if they were of another haystack.
func in(haystack string, rows []results.Row) []results.Row {
	for i := range rows {
		rows[i].Haystack = haystack
	}
	return rows
}

// TestVariantTableNotes: what is worse is named after the correction for the whole table, and what was not measured.
func TestVariantTableNotes(t *testing.T) {
	rows := studyRows()
	for i := range rows {
		if r := &rows[i]; r.Variant == "c" && r.Ratio == 16 {
			r.Correct = i%17 == int(r.Seed) // seeds differ by little
		}
	}
	table, err := VariantTable(rows, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(table.Footnotes, "\n")
	for _, want := range []string{"for all 4 comparisons of the table (Student's test over seeds, p < 0.05): decoys, c at 16×\n", "tested to 16×, where 256× is asked for"} {
		if !strings.Contains(notes, want) {
			t.Errorf("%q is missing from\n%s", want, notes)
		}
	}
}
