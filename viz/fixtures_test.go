package viz_test

import (
	"math"
	"strings"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

// The samples that most tests use.
var (
	retrieval     = gallery.Retrieval
	extrapolation = gallery.Extrapolation
	ablation      = gallery.Ablation
	training      = gallery.Loss
	million       = gallery.OneQuery
)

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
	bare := viz.Scatter{Title: "one point", XLabel: "x", YLabel: "y", Groups: []viz.PointGroup{{Name: "a", X: []float64{1}, Y: []float64{2}}}}
	unmeasured := viz.NeedleMap{Title: "unmeasured", Depths: []float64{0.5}, Lengths: []float64{128}, Accuracy: [][]viz.Measure{{{}}}}
	same := viz.LandmarkMap{Title: "equal landmarks", Landmarks: [][]float64{{1, 2}, {1, 2}, {1, 2}}}
	alone := viz.Walk{Title: "one chunk", Query: "q", Weighting: "softmax", Scores: []float64{0}, Picks: []viz.Pick{{Tokens: []string{""}, Attention: []float64{0}}}}
	foreign := tokens()
	foreign.Title, foreign.XLabel, foreign.ColumnLabels[0] = "e\u0301 שלום עולם 日本語", "مرحبا", "a\u0300\u0301\u0302\u0303"
	return []viz.Figure{foreign, one, flat, none, point, gaps, unknown, bare, unmeasured, same, alone}
}

// samples are those of the gallery, but for the map of a million cells, which
// takes long to draw.
func samples() []gallery.Sample {
	var list []gallery.Sample
	for _, s := range gallery.Samples() {
		if s.Name != "million-cells" {
			list = append(list, s)
		}
	}
	return list
}

// everything is every figure of the tests: every sample, as it is and with
// hostile text wherever it has text, and figures at the edge of what is valid.
func everything() []viz.Figure {
	figs := []viz.Figure{wide(), tokens()}
	for _, s := range samples() {
		figs = append(figs, s.Figure, poisoned(s.Figure))
	}
	return append(figs, odd()...)
}
