package residual

import "github.com/hsalab/hsalab/viz"

// Wiring puts one number through each wiring: x is what comes along the stream, h what was retrieved, and mlp stands for
// the MLP with its norm.
func Wiring(x, h float64, mlp func(float64) float64) viz.Table {
	m := mlp(x + h)
	row := func(name, formula string, out float64) viz.Row {
		return viz.Row{Label: name, Cells: []viz.Cell{{Text: formula}, {Value: m}, {Value: out}, {Value: out - (x + mlp(x))}}}
	}
	return viz.Table{
		Title: "What leaves the layer", Corner: "residual", Columns: []string{"output", "M(x + H)", "out", "more than without H"},
		Groups: []viz.Group{{Rows: []viz.Row{
			row("standard", "x + H + M(x + H)", x+h+m),
			row("bypass", "x + M(x + H)", x+m),
			row("gated, g = ½", "x + g·H + M(x + H)", x+h/2+m),
		}}},
	}
}
