package report

import (
	"os"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// measured are rows of a variant in 3 seeds, of which so many of ten are right.
func measured(variant string, right int) []results.Row {
	var rows []results.Row
	for i := range 3 * 50 {
		rows = append(rows, results.Row{
			Variant: variant, Task: "recall-conjunctive-decoys", Haystack: "decoys", Length: 2048, Ratio: 16, Seed: int64(i / 50), Sample: i % 50,
			Correct: i%10 < right, GoldChunk: -1, TopK: 4, TrainTopK: 4,
		})
	}
	return rows
}

func TestComparison(t *testing.T) {
	c := Comparison{
		Study: "window", Planned: 9, Done: 6, Cut: "the budget of 30m0s ended",
		Old: append(append(measured("a", 9), measured("b", 9)...), measured("c", 9)...), New: append(measured("a", 9), measured("b", 4)...),
	}
	table, err := c.Table()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := viz.WriteText(&b, table, viz.TextOptions{Width: 110}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"0.90 [0.84, 0.95], 3 │ 0.90 [0.84, 0.95], 3 │ meet", "0.40 [0.32, 0.48], 3 │ apart", "not run", "6 of 9 runs recomputed: the budget of 30m0s ended",
		"meet in 1 of the 2 cells",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
}

func ExampleComparison_Table() {
	c := Comparison{Study: "window", Planned: 3, Done: 3, Old: measured("window=16", 8), New: measured("window=16", 8)}
	table, err := c.Table()
	if err != nil {
		return
	}
	table.Footnotes = nil
	viz.WriteText(os.Stdout, table, viz.TextOptions{ASCII: true, Width: 120})
	// Output:
	// Study window: committed and recomputed
	// +-----------+----------+--------+-----------+----------------------+----------------------+-----------+
	// | variant   | haystack | length | K at test | committed            | recomputed           | intervals |
	// +-----------+----------+--------+-----------+----------------------+----------------------+-----------+
	// | window=16 | decoys   | 2048   | 4         | 0.80 [0.73, 0.87], 3 | 0.80 [0.73, 0.87], 3 | meet      |
	// +-----------+----------+--------+-----------+----------------------+----------------------+-----------+
	// Accuracy with 95 % interval, and the number of seeds. 3 of 3 runs recomputed.
}
