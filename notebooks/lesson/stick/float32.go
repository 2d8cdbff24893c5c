package stick

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// Float32 computes the weights as the loop does, in the float32 numbers that models use, beside their definition: after
// a chunk with a large score nothing is left, not even the little that there is.
func Float32(scores ...float64) viz.Table {
	t := viz.Table{
		Title: "The loop in float32 against the definition", Corner: "picked chunk",
		Columns: []string{"score", "left · σ(s)", "exp(s − Σ softplus)", "exact"},
		Caption: "Both formulas in float32, and the definition in float64.",
	}
	exact, product, logs := weights(oracle.StickBreaking, scores), productWeights(scores), logWeights(scores)
	var rows []viz.Row
	for i := range scores {
		rows = append(rows, viz.Row{Label: place(i), Cells: []viz.Cell{
			{Text: fmt.Sprintf("%g", scores[i])}, {Text: fmt.Sprintf("%.3g", product[i])}, {Text: fmt.Sprintf("%.3g", logs[i])}, {Text: fmt.Sprintf("%.3g", exact[i])},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// productWeights multiplies what is left, every number rounded to float32.
func productWeights(scores []float64) []float32 {
	var w []float32
	left := float32(1)
	for _, s := range scores {
		share := 1 / (1 + float32(math.Exp(-s)))
		w = append(w, left*share)
		left *= 1 - share
	}
	return w
}

// logWeights sums softplus instead, every number rounded to float32.
func logWeights(scores []float64) []float32 {
	var w []float32
	taken := float32(0)
	for _, s := range scores {
		taken += float32(max(s, 0) + math.Log1p(math.Exp(-math.Abs(s))))
		w = append(w, float32(math.Exp(float64(float32(s)-taken))))
	}
	return w
}
