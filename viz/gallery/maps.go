package gallery

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/viz"
)

// Retrieval is a small causal map: 12 queries over 32 chunks.
func Retrieval() viz.HeatMap {
	h := viz.HeatMap{
		Title: "Retrieval in layer 3, head 0", XLabel: "chunk", YLabel: "query position", ValueLabel: "chunk weight",
		Provenance: made("7"),
	}
	for r := range 12 {
		gold := (r * 7) % 17
		h.Values = append(h.Values, causal(32, 19+r, func(c int) float64 { return weight(r, c, gold, 3) }))
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

// causal returns a row of n values, NaN from the first hidden chunk on.
func causal(n, hidden int, value func(c int) float64) []float64 {
	row := make([]float64, n)
	for c := range row {
		if row[c] = math.NaN(); c < hidden {
			row[c] = value(c)
		}
	}
	return row
}

// weight peaks at the gold chunk over a low ripple.
func weight(r, c, gold, ripple int) float64 {
	d := math.Abs(float64(c - gold))
	return 0.9*math.Exp(-d*d/1.5) + 0.05*(1+math.Sin(float64(ripple*r+5*c)))
}

// RetrievalLayers is the same map with scores below the weights, and the last
// two chunks before each query hidden in its window.
func RetrievalLayers() viz.HeatMap {
	h := Retrieval()
	h.Title = "Retrieval in layer 3, head 0: weights, scores, and what the window hides"
	for r := range h.Values {
		h.RowText = append(h.RowText, fmt.Sprintf("“what is key %d?”", r))
	}
	scores := viz.Layer{Label: "score q·landmark", Diverging: true}
	for r, row := range h.Values {
		end := 19 + r
		h.InWindow = append(h.InWindow, viz.Span{From: end - 2, To: end})
		s := make([]float64, len(row))
		for c, v := range row {
			if c >= end-2 {
				h.Values[r][c] = math.NaN()
				v = math.NaN()
			}
			s[c] = 4*v - 1.5 + 0.3*math.Cos(float64(c*c+r))
		}
		scores.Values = append(scores.Values, s)
	}
	h.Layers = []viz.Layer{scores}
	return h
}

// RetrievalHeads shows two groups of two heads as small multiples.
func RetrievalHeads() viz.Panels {
	p := viz.Panels{Title: "Chunk weights by group and head", Columns: 2, SameScale: true, Provenance: made("7")}
	for g := range 2 {
		for head := range 2 {
			h := viz.HeatMap{Title: fmt.Sprintf("group %d, head %d", g, head), XLabel: "chunk", YLabel: "query", ValueLabel: "chunk weight"}
			for r := range 10 {
				gold := (r*(3+g) + 5*head) % 14
				h.Values = append(h.Values, causal(24, 15+r, func(c int) float64 { return weight(r, c, gold, 2+head) / float64(1+head) }))
				h.Gold = append(h.Gold, viz.Mark{Row: r, Col: gold})
			}
			p.Figures = append(p.Figures, h)
		}
	}
	return p
}

// MillionCells is a causal map of 1,024 queries over 1,024 chunks, each query
// with one high weight.
func MillionCells() viz.HeatMap {
	const n = 1024
	h := viz.HeatMap{Title: "1,024 queries over 1,024 chunks", XLabel: "chunk", YLabel: "query", ValueLabel: "log10 chunk weight", Provenance: made("1")}
	state := uint32(1)
	for r := range n {
		gold := (r * 389) % (r + 1)
		h.Values = append(h.Values, causal(n, r+1, func(c int) float64 {
			if c == gold {
				return -0.05
			}
			return -6 + 1.5*noise(&state) - 2*math.Abs(float64(c-gold))/n
		}))
		h.InWindow = append(h.InWindow, viz.Span{From: max(0, r-7), To: r + 1})
		for c := max(0, r-7); c <= r; c++ {
			h.Values[r][c] = math.NaN()
		}
		if r%64 == 63 && gold < r-7 {
			h.Gold = append(h.Gold, viz.Mark{Row: r, Col: gold})
			h.Picked = append(h.Picked, viz.Mark{Row: r, Col: gold})
		}
	}
	for c := range n {
		h.ColumnText = append(h.ColumnText, fmt.Sprintf("the text of chunk %d", c))
	}
	return h
}

// noise returns the next number in [0, 1) of a linear congruential generator,
// the same everywhere.
func noise(state *uint32) float64 {
	*state = *state*1664525 + 1013904223
	return float64(*state>>8) / (1 << 24)
}

// OneQuery is one query over the 131,072 chunks of a million tokens.
func OneQuery() viz.HeatMap {
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
