package viz_test

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

// TestMeasuresAgree compares the measures of a needle map with those of its
// interactive form, with the numbers drawn in its picture and with its text.
func TestMeasuresAgree(t *testing.T) {
	m := gallery.NeedleMap()
	s, svg, text := readSpec(t, m), string(written(t, viz.WriteSVG, m)), asText(t, m, viz.TextOptions{Width: 160})
	for i, want := range [][][]viz.Measure{m.Accuracy, m.Recall} {
		for r, row := range want {
			for c, v := range row {
				got := s.Layers[i].Cells[r][c]
				if v.N == 0 {
					if got != nil {
						t.Errorf("layer %d, %d, %d is unknown, the chart shows %g", i, r, c, *got)
					}
					continue
				}
				if got == nil || math.Abs(*got-v.Value) > 1e-3*v.Value {
					t.Fatalf("layer %d, %d, %d is %g, the chart shows something else", i, r, c, v.Value)
				}
				shown, note := strconv.FormatFloat(*got, 'g', -1, 64), s.Layers[i].Notes[r][c]
				if !strings.Contains(svg, ">"+shown+"<") || !strings.Contains(svg, ">"+note+"<") {
					t.Errorf("the picture lacks %q or %q", shown, note)
				}
				if !strings.HasSuffix(note, "n="+strconv.Itoa(v.N)) || !strings.Contains(text, shown+" ") {
					t.Errorf("the note is %q, or the text lacks %q", note, shown)
				}
			}
		}
	}
}

// TestLayersAgree compares both layers of a heat map with its interactive form.
func TestLayersAgree(t *testing.T) {
	h := gallery.RetrievalLayers()
	s := readSpec(t, h)
	for r, row := range h.Layers[0].Values {
		for c, v := range row {
			got := s.Layers[1].Cells[r][c]
			if math.IsNaN(v) != (got == nil) || got != nil && math.Abs(*got-v) > 5e-5*math.Abs(v) {
				t.Fatalf("score %d, %d is %g, the chart shows %v", r, c, v, got)
			}
		}
	}
	hidden := s.Option.Series[3]
	if hidden.Name != "in the window" || len(hidden.Data) != 2*len(h.Values) {
		t.Errorf("%d cells are %q", len(hidden.Data), hidden.Name)
	}
}

// TestWalkNumbersAgree compares scores, weights and attention of a walk with its
// interactive form, and the numbers of its picture and text with both.
func TestWalkNumbersAgree(t *testing.T) {
	w := gallery.Walk()
	s, svg, text := readSpec(t, w), string(written(t, viz.WriteSVG, w)), asText(t, w, viz.TextOptions{})
	if len(s.Chunks) != 92 {
		t.Fatalf("%d scores are drawn, 92 chunks are visible", len(s.Chunks))
	}
	for _, c := range s.Chunks {
		if v := w.Scores[c.Chunk]; !(math.Abs(c.Score-v) <= 1e-4*math.Abs(v)) {
			t.Fatalf("score %d is %g, the chart shows %g", c.Chunk, v, c.Score)
		}
	}
	for i, p := range w.Picks {
		got := s.Picks[i]
		if got.Chunk != p.Chunk || got.Weight != p.Weight || math.Abs(got.Score-w.Scores[p.Chunk]) > 1e-4 || got.Attention[7] != p.Attention[7] {
			t.Errorf("pick %d is %+v in the chart", i, got)
		}
		name := "chunk " + strconv.Itoa(p.Chunk) + ": " + strconv.FormatFloat(p.Weight, 'g', -1, 64)
		if !strings.Contains(svg, name) || !strings.Contains(text, "weight "+strconv.FormatFloat(p.Weight, 'g', -1, 64)) {
			t.Errorf("picture or text lack %q", name)
		}
	}
	if math.Abs(s.Left-0.06) > 1e-9 || s.Output[0].P != 0.91 || !strings.Contains(svg, ">0.91<") {
		t.Errorf("left %g, first output %g", s.Left, s.Output[0].P)
	}
}

// TestWalkLeavesNoRounding says that nothing is left of a stick that float32 weights take but for rounding.
func TestWalkLeavesNoRounding(t *testing.T) {
	for _, c := range []struct {
		missing float64
		want    string
	}{{3e-8, "; 0 is left"}, {0.25, "; 0.25 is left"}} {
		w := gallery.Walk()
		for i := range w.Picks {
			w.Picks[i].Weight = 0
		}
		w.Picks[0].Weight = 1 - c.missing
		if !bytes.Contains(written(t, viz.WriteHTML, w), []byte(c.want)) {
			t.Errorf("%g missing: the page does not say %q", c.missing, c.want)
		}
	}
}

// TestLongWalkIsLight draws the scores of 131,072 chunks as the highest of those
// that share a place; what was picked has its own score.
func TestLongWalkIsLight(t *testing.T) {
	w := gallery.Walk()
	for len(w.Scores) < 131072 {
		w.Scores = append(w.Scores, math.Sin(float64(len(w.Scores))))
	}
	w.Picks[0].Chunk, w.Scores[100001] = 100001, 0.001
	s := readSpec(t, w)
	if len(s.Chunks) > 640 || s.Picks[0].Score != 0.001 {
		t.Errorf("%d scores are drawn, the first pick has %g", len(s.Chunks), s.Picks[0].Score)
	}
	if n := len(written(t, viz.WriteSVG, w)); n > 300_000 {
		t.Errorf("the picture has %d bytes", n)
	}
}

// TestPanelsShareTheirScale aligns the colours of all maps, and only where that
// was asked for.
func TestPanelsShareTheirScale(t *testing.T) {
	p := gallery.RetrievalHeads()
	top := func(p viz.Panels, i int) float64 {
		s := readSpec(t, p).Panels[i]
		high := 0.0
		for _, row := range s.Layers[0].Cells {
			for _, v := range row {
				if v != nil {
					high = max(high, *v)
				}
			}
		}
		return high
	}
	if a, b := top(p, 0), top(p, 1); a < 1.5*b {
		t.Fatalf("the sample has maxima %g and %g, too alike for this test", a, b)
	}
	shared := written(t, viz.WritePNG, p)
	p.SameScale = false
	if bytes.Equal(shared, written(t, viz.WritePNG, p)) {
		t.Error("one scale for all panels changes nothing")
	}
}

// TestPanelsPartColoursAtZero keeps zero in the middle of a scale that diverging maps share.
func TestPanelsPartColoursAtZero(t *testing.T) {
	panels := func(scale viz.Range) viz.Panels {
		p := viz.Panels{Title: "Two maps", Columns: 2, SameScale: true}
		for _, values := range [][][]float64{{{-1, 0}}, {{0, 2}}} {
			p.Figures = append(p.Figures, viz.HeatMap{Title: "map", XLabel: "x", YLabel: "y", ValueLabel: "v", Values: values, Scale: scale, Diverging: true})
		}
		return p
	}
	shared := written(t, viz.WritePNG, panels(viz.Range{}))
	if !bytes.Equal(shared, written(t, viz.WritePNG, panels(viz.Range{Low: -2, High: 2}))) {
		t.Error("the shared scale is not the symmetric one")
	}
	if bytes.Equal(shared, written(t, viz.WritePNG, panels(viz.Range{Low: -3, High: 3}))) {
		t.Error("the scale changes nothing")
	}
}

// TestLongSeriesKeepsItsPeaks thins a million steps and loses neither the one
// spike among them nor the ends.
func TestLongSeriesKeepsItsPeaks(t *testing.T) {
	s := viz.Series{Name: "loss"}
	for i := range 1_000_000 {
		s.Points = append(s.Points, viz.Point{X: float64(i), Y: 1})
	}
	s.Points[654_321].Y, s.Points[123_456].Y = 9, math.NaN()
	c := viz.Curve{Title: "long", XLabel: "step", YLabel: "loss", Series: []viz.Series{s}}
	line := readSpec(t, c).Option.Series[0]
	if len(line.Data) > 4000 || *line.Data[0][0] != 0 || *line.Data[len(line.Data)-1][0] != 999_999 {
		t.Fatalf("%d points, from %v", len(line.Data), line.Data[0])
	}
	spike := 0
	for i, d := range line.Data {
		if i > 0 && *d[0] <= *line.Data[i-1][0] {
			t.Fatal("the points are out of order")
		}
		if d[1] != nil && *d[1] == 9 {
			spike++
		}
	}
	if spike != 1 || !strings.Contains(line.Name, "lowest and highest of each 501 points") {
		t.Errorf("%d spikes, named %q", spike, line.Name)
	}
}

// TestManyPoints draws a million points as hexagons, each counted once.
func TestManyPoints(t *testing.T) {
	const n = 1_000_000
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = float64(i % 1009)
		y[i] = float64(i % 977)
	}
	x[5] = math.NaN()
	s := viz.Scatter{Title: "many", XLabel: "x", YLabel: "y", Groups: []viz.PointGroup{{Name: "a", X: x, Y: y}}}
	html, err := viz.Fragment(s, viz.FragmentOptions{})
	if err != nil || len(html) > 300_000 {
		t.Fatalf("%d bytes, %v", len(html), err)
	}
	if !strings.Contains(asText(t, s, viz.TextOptions{}), "1 without a value left out)  n=999999") {
		t.Error("the text does not say that a point is left out")
	}
}

// TestDarkIsDark checks that dark paper changes the paper and not the data.
func TestDarkIsDark(t *testing.T) {
	light, dark := decode(t, written(t, viz.WritePNG, retrieval())), decode(t, written(t, viz.WritePNG, viz.Dark(retrieval())))
	if r, _, _, _ := dark.At(1, 1).RGBA(); r>>8 != 0x16 {
		t.Errorf("the paper is %#x", r>>8)
	}
	x, y := 200, 130 // a cell
	if light.At(x, y) != dark.At(x, y) {
		t.Errorf("the cell at %d, %d is %v in light and %v in dark", x, y, light.At(x, y), dark.At(x, y))
	}
	if viz.Dark(ablation()).Heading() != ablation().Title {
		t.Error("a table in the dark is not a table")
	}
}
