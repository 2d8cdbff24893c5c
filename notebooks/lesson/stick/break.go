package stick

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/combin"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// most is how many scores a table of all orders takes: 24 rows.
const most = 4

func weights(w oracle.Weighting, scores []float64) []float64 { return oracle.Weights(w, scores, 0) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Break is a stick broken chunk by chunk: what each finds, the share it takes of that, and the weight it gets.
func Break(scores ...float64) viz.Table {
	t := viz.Table{
		Title: "A stick of length 1, broken from the newest chunk to the oldest", Corner: "picked chunk", Decimals: 4,
		Columns: []string{"score s", "finds", "takes the share σ(s)", "weight", "leaves"},
	}
	var rows []viz.Row
	left := 1.0
	for i, weight := range weights(oracle.StickBreaking, scores) {
		row := viz.Row{Label: place(i), Cells: append([]viz.Cell{{Text: fmt.Sprintf("%g", scores[i])}}, cells(left, sigmoid(scores[i]), weight, left-weight)...)}
		rows = append(rows, row)
		left -= weight
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Caption = fmt.Sprintf("The weights add up to %.4f; %.4f of the stick goes to no chunk.", 1-left, left)
	return t
}

// place names a picked chunk by its place in the order, newest first.
func place(i int) string {
	switch i {
	case 0:
		return "newest"
	case 1:
		return "2nd"
	case 2:
		return "3rd"
	}
	return fmt.Sprintf("%dth", i+1)
}

// cells are cells of numbers.
func cells(values ...float64) []viz.Cell {
	var list []viz.Cell
	for _, v := range values {
		list = append(list, viz.Cell{Value: v})
	}
	return list
}

// Orders breaks one stick for every order of the same scores, up to four of them: the weight of each score wherever it
// stands, and the sum, which no order changes.
func Orders(scores ...float64) (viz.Table, error) {
	if len(scores) < 2 || len(scores) > most {
		return viz.Table{}, fmt.Errorf("stick: %d scores: give 2 to %d, there is a row for every order of them", len(scores), most)
	}
	t := viz.Table{Title: "The same scores in every order", Corner: "order, newest first", Decimals: 4}
	for _, s := range scores {
		t.Columns = append(t.Columns, fmt.Sprintf("weight of %g", s))
	}
	t.Columns = append(t.Columns, "sum")
	var rows []viz.Row
	var sums []float64
	for _, order := range combin.Permutations(len(scores), len(scores)) {
		row, sum := orderRow(scores, order)
		rows, sums = append(rows, row), append(sums, sum)
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Caption = "The sums differ."
	if slices.Max(sums)-slices.Min(sums) < 1e-12 {
		t.Caption = "The sums agree to 12 digits: a sum is 1 − Π(1 − σ(s)), a product, which has no order."
	}
	return t, nil
}

// orderRow breaks a stick in one order; its cells are in the order of scores.
func orderRow(scores []float64, order []int) (viz.Row, float64) {
	var names []string
	var ordered []float64
	for _, i := range order {
		names, ordered = append(names, fmt.Sprintf("%g", scores[i])), append(ordered, scores[i])
	}
	w := weights(oracle.StickBreaking, ordered)
	row := viz.Row{Label: strings.Join(names, ", "), Cells: make([]viz.Cell, len(scores)+1)}
	for slot, i := range order {
		row.Cells[i].Value = w[slot]
	}
	row.Cells[len(scores)].Value = floats.Sum(w)
	return row, floats.Sum(w)
}
