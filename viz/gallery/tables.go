package gallery

import (
	"math"

	"github.com/hsalab/hsalab/viz"
)

// Ablation is a table of variants by tasks and lengths.
func Ablation() viz.Table {
	cell := func(v, half float64) viz.Cell { return viz.Cell{Value: v, Low: v - half, High: v + half, N: 192} }
	best := func(c viz.Cell) viz.Cell { c.Best = true; return c }
	tied := func(c viz.Cell) viz.Cell { c.Tied = true; return c }
	unknown := viz.Cell{Value: math.NaN()}
	return viz.Table{
		Title: "Ablation: encoder and residual", Corner: "variant", Decimals: 3,
		Heads:   []viz.Head{{Name: "noise", Columns: 2}, {Name: "decoys", Columns: 2}},
		Columns: []string{"128", "32K", "128", "32K"},
		Groups: []viz.Group{
			{Name: "bypass", Rows: []viz.Row{
				{Label: "CLS", Cells: []viz.Cell{best(cell(0.991, 0.006)), best(cell(0.942, 0.02)), tied(cell(0.965, 0.011)), best(cell(0.871, 0.031))}},
				{Label: "none", Cells: []viz.Cell{tied(cell(0.988, 0.007)), cell(0.741, 0.05), cell(0.902, 0.022), unknown}},
			}},
			{Name: "standard", Rows: []viz.Row{
				{Label: "CLS", Cells: []viz.Cell{tied(cell(0.99, 0.006)), tied(cell(0.938, 0.021)), best(cell(0.968, 0.011)), {Text: "diverged"}}},
			}},
		},
		Caption: "Accuracy with 95 % bootstrap intervals over samples and 3 seeds.",
		Test:    "paired sign-flip over samples, Holm-corrected over 8 comparisons", Provenance: made("1, 2, 3"),
	}
}
