package figures

import (
	"fmt"
	"math"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
)

// studyRows are rows of three variants: b is as good as a, and c falls behind with length.
func studyRows() []results.Row {
	var rows []results.Row
	for v, variant := range []string{"a", "b", "c"} {
		for _, ratio := range []int{1, 16} {
			for i := range 3 * 40 {
				right := (i*7+v)%20 > 0 // 19 of 20
				if variant == "c" && ratio == 16 {
					right = i%2 == 0
				}
				rows = append(rows, results.Row{
					Variant: variant, Task: "recall-conjunctive-decoys", Haystack: "decoys", Length: 128 * ratio, Ratio: float64(ratio), Depth: float64(i%40) / 40,
					Seed: int64(i / 40), Sample: i % 40, Correct: right, GoldChunk: 1, Rank: 1, Hit: right || i%40 == 0, TopK: 4, TrainTopK: 4, Command: "sweep", Commit: "c0ffee",
				})
			}
		}
	}
	return rows
}

func TestVariantTable(t *testing.T) {
	table, err := VariantTable(studyRows(), TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Validate(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(table.Columns); got != "[1× 16×]" || len(table.Groups) != 1 || len(table.Groups[0].Rows) != 3 {
		t.Fatalf("columns %s, %d groups", got, len(table.Groups))
	}
	marks := ""
	for _, row := range table.Groups[0].Rows {
		c := row.Cells[1]
		marks += fmt.Sprintf("%s best %t tied %t; ", row.Label, c.Best, c.Tied)
		if e := variantMean(studyRows(), row.Label, 16); math.Abs(e-c.Value) > 1e-12 {
			t.Errorf("%s at 16×: %g, want %g", row.Label, c.Value, e)
		}
	}
	if want := "a best true tied false; b best false tied true; c best false tied false; "; marks != want {
		t.Errorf("marks: %s\nwant   %s", marks, want)
	}
	if _, err := VariantTable(nil, TableOptions{}); err == nil {
		t.Error("no rows: no error")
	}
}

func variantMean(rows []results.Row, variant string, ratio float64) float64 {
	n, right := 0., 0.
	for _, r := range rows {
		if r.Variant == variant && r.Ratio == ratio {
			n++
			if r.Correct {
				right++
			}
		}
	}
	return right / n
}

// TestVariantTableByTokens: models of several training lengths that were tested at the same lengths stand in one column.
func TestVariantTableByTokens(t *testing.T) {
	rows := studyRows()
	for i := range rows {
		rows[i].Ratio = float64(rows[i].Length) / map[string]float64{"a": 32, "b": 64, "c": 128}[rows[i].Variant]
	}
	table, err := VariantTable(rows, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(table.Columns); got != "[128 2048]" {
		t.Errorf("columns %s, want tokens", got)
	}
}

func TestDifferenceCurve(t *testing.T) {
	curve, err := DifferenceCurve(studyRows(), "a", CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := curve.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(curve.Series) != 2 || curve.Series[1].Name != "c" {
		t.Fatalf("series %v", curve.Series)
	}
	far := curve.Series[1].Points[1]
	want := variantMean(studyRows(), "c", 16) - variantMean(studyRows(), "a", 16)
	if far.X != 16 || math.Abs(far.Y-want) > 1e-12 || far.High >= 0 {
		t.Errorf("c − a at 16×: %+v, want %g with an interval below zero", far, want)
	}
	if same := curve.Series[0].Points[1]; same.Low > 0 || same.High < 0 {
		t.Errorf("b − a at 16×: %+v, want an interval that holds zero", same)
	}
	if _, err := DifferenceCurve(studyRows(), "d", CurveOptions{}); err == nil {
		t.Error("a reference that is not there: no error")
	}
}

func TestTopKMap(t *testing.T) {
	var rows []results.Row
	for _, r := range studyRows() {
		for _, k := range []int{4, 0} {
			r.TopK = k
			r.TrainTopK = map[string]int{"a": 2, "b": 4, "c": 0}[r.Variant]
			rows = append(rows, r)
		}
	}
	m, err := TopKMap(rows, 16, TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(m.Train, m.Test) != "[2 4 0] [4 0]" || m.Values[2][0].Value != 0.5 || m.Values[0][1].N != 120 {
		t.Errorf("map of %v by %v: %v", m.Train, m.Test, m.Values)
	}
	if _, err := TopKMap(rows, 3, TableOptions{}); err == nil {
		t.Error("a length without rows: no error")
	}
}

func TestDepthMap(t *testing.T) {
	m, err := DepthMap(studyRows(), TableOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(m.Depths) != depthBins || len(m.Lengths) != 2 || m.TrainingLength != 128 {
		t.Fatalf("%v by %v, trained at %g", m.Depths, m.Lengths, m.TrainingLength)
	}
	total := 0
	for _, row := range m.Accuracy {
		total += row[0].N
	}
	if total != 360 || m.Recall[0][0].N != 72 {
		t.Errorf("%d questions at 128 tokens, %d in the first fifth; want 360 and 72", total, m.Recall[0][0].N)
	}
	last := results.Row{Depth: 1}
	if bin := depthBin(last); bin != depthBins-1 {
		t.Errorf("the newest token is in fifth %d", bin)
	}
}

func TestRecallScatter(t *testing.T) {
	s, err := RecallScatter(studyRows(), CurveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
	if len(s.Groups) != 3 || len(s.Groups[2].X) != 6 {
		t.Fatalf("groups %v", s.Groups)
	}
	for _, g := range s.Groups {
		for i := range g.X {
			if g.Y[i] > g.X[i] {
				t.Errorf("%s: accuracy %g above recall %g", g.Name, g.Y[i], g.X[i])
			}
		}
	}
	rows := studyRows()
	for i := range rows {
		rows[i].Rank, rows[i].Hit = 0, false
	}
	if _, err := RecallScatter(rows, CurveOptions{}); err == nil {
		t.Error("retrieval was not measured: no error")
	}
}
