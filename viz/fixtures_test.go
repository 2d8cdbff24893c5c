package viz_test

import (
	"fmt"
	"math"
	"strings"

	"github.com/hsalab/hsalab/viz"
)

// retrieval is a small causal map: 12 queries, 32 chunks, the last two chunks
// before each query hidden in its window.
func retrieval() viz.HeatMap {
	h := viz.HeatMap{
		Title: "Retrieval in layer 3, head 0", XLabel: "chunk", YLabel: "query position", ValueLabel: "chunk weight",
		Provenance: viz.Provenance{Command: "hsalab eval nano", Commit: "0123abc", Seed: "7", Weights: "nano.safetensors sha256:1f2e"},
	}
	for r := range 12 {
		row := make([]float64, 32)
		gold := (r * 7) % 17
		for c := range row {
			switch d := math.Abs(float64(c - gold)); {
			case c > 18+r:
				row[c] = math.NaN()
			default:
				row[c] = 0.9*math.Exp(-d*d/1.5) + 0.05*(1+math.Sin(float64(3*r+5*c)))
			}
		}
		h.Values = append(h.Values, row)
		h.RowLabels = append(h.RowLabels, fmt.Sprint(200+8*r))
		h.Gold = append(h.Gold, viz.Mark{Row: r, Col: gold})
		if r != 5 {
			h.Picked = append(h.Picked, viz.Mark{Row: r, Col: gold})
		}
		h.Picked = append(h.Picked, viz.Mark{Row: r, Col: gold + 1}, viz.Mark{Row: r, Col: (gold + 9) % 18})
	}
	for c := range 32 {
		h.ColumnText = append(h.ColumnText, fmt.Sprintf("the text of chunk %d", c))
	}
	return h
}

// extrapolation is accuracy from 1× to 8192× the training length.
func extrapolation() viz.Curve {
	c := viz.Curve{
		Title: "Accuracy past the training length", XLabel: "context length (tokens)", YLabel: "accuracy", Log2X: true,
		TrainingLength: 128, References: []viz.Reference{{Name: "chance", Y: 0.0625}},
		Provenance: viz.Provenance{Command: "hsalab eval nano --lengths all", Commit: "0123abc", Hardware: "2 CPU cores"},
	}
	for i, name := range []string{"CLS encoder", "mean encoder", "no encoder"} {
		s := viz.Series{Name: name}
		for k := 0; k <= 13; k += 1 + k/8 {
			y := 0.99 - float64(i*k*k)*0.0022
			half := 0.01 + 0.004*float64(k)
			s.Points = append(s.Points, viz.Point{
				X: math.Exp2(float64(7 + k)), Y: y, Low: y - half, High: math.Min(1, y+half), N: 1024 >> (k / 2),
			})
		}
		c.Series = append(c.Series, s)
	}
	return c
}

// ablation is a table of variants by lengths.
func ablation() viz.Table {
	cell := func(v, half float64, best bool) viz.Cell {
		return viz.Cell{Value: v, Low: v - half, High: v + half, N: 192, Best: best}
	}
	return viz.Table{
		Title: "Ablation: encoder and residual", Corner: "variant", Columns: []string{"128", "2K", "32K"}, Decimals: 3,
		Groups: []viz.Group{
			{Name: "bypass", Rows: []viz.Row{
				{Label: "CLS", Cells: []viz.Cell{cell(0.991, 0.006, true), cell(0.942, 0.02, true), cell(0.871, 0.031, true)}},
				{Label: "none", Cells: []viz.Cell{cell(0.988, 0.007, false), cell(0.741, 0.05, false), {Value: math.NaN()}}},
			}},
			{Name: "standard", Rows: []viz.Row{
				{Label: "CLS", Cells: []viz.Cell{cell(0.99, 0.006, false), cell(0.938, 0.021, false), {Text: "diverged"}}},
			}},
		},
		Caption:    "Accuracy with 95 % bootstrap intervals over samples and 3 seeds.",
		Footnotes:  []string{"Paired test, Holm-corrected over the table."},
		Provenance: viz.Provenance{Command: "hsalab figures ablation", Commit: "0123abc"},
	}
}

// training is a loss curve with many points and no interval.
func training() viz.Curve {
	c := viz.Curve{Title: "Training of nano", XLabel: "step", YLabel: "loss (nats)"}
	s := viz.Series{Name: "loss"}
	for i := range 400 {
		x := float64(i)
		s.Points = append(s.Points, viz.Point{X: x, Y: 3.2*math.Exp(-x/90) + 0.1 + 0.06*math.Sin(x*1.7)})
	}
	c.Series = []viz.Series{s}
	return c
}

// million is one query over the 131,072 chunks of a million tokens.
func million() viz.HeatMap {
	h := viz.HeatMap{
		Title: "One query over a million tokens", XLabel: "chunk", YLabel: "query", ValueLabel: "chunk weight",
		Values: [][]float64{make([]float64, 131072)},
		Gold:   []viz.Mark{{Col: 70000}}, Picked: []viz.Mark{{Col: 70000}, {Col: 3}, {Col: 100000}},
	}
	for c := range h.Values[0] {
		h.Values[0][c] = 0.02 * (1 + math.Sin(float64(c)))
	}
	h.Values[0][70000] = 0.9
	return h
}

// wide is a causal map of 200 × 2000, larger than any form shows.
func wide() viz.HeatMap {
	h := viz.HeatMap{Title: "200 queries over 2000 chunks", XLabel: "chunk", YLabel: "query", ValueLabel: "score"}
	for r := range 200 {
		row := make([]float64, 2000)
		for c := range row {
			row[c] = math.Sin(float64(r)/9)*math.Cos(float64(c)/70) + 2
			if c > r*10 {
				row[c] = math.NaN()
			}
		}
		h.Values = append(h.Values, row)
		if r > 5 {
			h.Gold = append(h.Gold, viz.Mark{Row: r, Col: r * 7})
		}
	}
	return h
}

// tokens is a map whose rows and columns have names, some of them long.
func tokens() viz.HeatMap {
	return viz.HeatMap{
		Title: "Named chunks", XLabel: "chunk", YLabel: "query", ValueLabel: "weight",
		Values:    [][]float64{{0, .1, .2, .3, 1, .5, .6, .7, .8, .9}, {.2, .3, .3, .4, .5, .6, .7, .2, .1, 0}},
		RowLabels: []string{"the colour of", "the key to the gate is"},
		ColumnLabels: []string{
			"Of the Reflexions,", "Refractions", "Inflexions", "and Colours", "of Light, by Sir Isaac Newton, Knt.",
			"a", "b", "c", "d", strings.Repeat("long ", 2000),
		},
	}
}

// poisoned is retrieval with hostile text in every place for text.
func poisoned() viz.HeatMap {
	h := retrieval()
	h.Title, h.XLabel, h.YLabel, h.ValueLabel = strings.Repeat(hostile, 3), hostile, hostile, hostile
	for i := range h.ColumnText {
		h.ColumnText[i] = hostile
		h.ColumnLabels = append(h.ColumnLabels, hostile)
	}
	for i := range h.RowLabels {
		h.RowLabels[i] = hostile
	}
	h.Provenance = viz.Provenance{Command: hostile, Commit: hostile, Seed: hostile, Weights: hostile, Hardware: hostile, Note: hostile}
	return h
}

// poisonedCurve and poisonedTable carry hostile text likewise.
func poisonedCurve() viz.Curve {
	c := extrapolation()
	c.Title, c.XLabel, c.YLabel = hostile, hostile, hostile
	for i := range c.Series {
		c.Series[i].Name = hostile + fmt.Sprint(i)
	}
	c.References[0].Name = hostile
	c.Provenance.Note = hostile
	return c
}

func poisonedTable() viz.Table {
	t := ablation()
	t.Title, t.Corner, t.Caption, t.Footnotes = hostile, hostile, hostile, []string{hostile}
	t.Columns = []string{hostile, hostile, hostile}
	t.Groups[0].Name, t.Groups[0].Rows[0].Label = hostile, hostile
	t.Groups[0].Rows[0].Cells[0].Text = hostile
	t.Provenance.Note = hostile
	return t
}

// odd are figures at the edge of what is valid.
func odd() []viz.Figure {
	nan := math.NaN()
	named := viz.HeatMap{Title: "edge", XLabel: "chunk", YLabel: "query", ValueLabel: "score"}
	one, flat, none := named, named, named
	one.Values = [][]float64{{0.3}}
	flat.Values = [][]float64{{2, 2, 2}, {2, nan, 2}}
	none.Values = [][]float64{{nan, nan}}
	point := viz.Curve{Title: "single point", XLabel: "length", YLabel: "accuracy", Log2X: true, Series: []viz.Series{{Name: "a", Points: []viz.Point{{X: 64, Y: 0.5}}}}}
	gaps := viz.Curve{Title: "gaps", XLabel: "step", YLabel: "loss", YRange: viz.Range{Low: 0, High: 1.1}, Series: []viz.Series{{
		Name: "a", Points: []viz.Point{{X: 0, Y: nan}, {X: 1, Y: 0.2}, {X: 2, Y: nan}, {X: 3, Y: 5, Low: -4, High: 6}, {X: 4, Y: 0.4}},
	}}}
	unknown := viz.Curve{Title: "nothing known", XLabel: "step", YLabel: "loss", Series: []viz.Series{{Name: "a", Points: []viz.Point{{X: -1, Y: nan}}}}}
	return []viz.Figure{one, flat, none, point, gaps, unknown}
}

// everything is every figure of the tests.
func everything() []viz.Figure {
	figs := []viz.Figure{
		retrieval(), extrapolation(), training(), ablation(), million(), wide(), tokens(),
		poisoned(), poisonedCurve(), poisonedTable(),
	}
	return append(figs, odd()...)
}

// hostile is text that must never become markup, code or terminal control.
const hostile = "</script><img src=x onerror=alert(1)>\x1b[31m\x00\u202e`${1}` ]]> --> \"'&"
