package viz_test

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/hsalab/hsalab/viz"
)

// noise is a causal square map of white noise, the hardest to compress.
func noise(n int) viz.HeatMap {
	h := viz.HeatMap{Title: "noise", XLabel: "chunk", YLabel: "query", ValueLabel: "score"}
	random := rand.New(rand.NewPCG(1, 2))
	for r := range n {
		h.Values = append(h.Values, make([]float64, n))
		for c := range n {
			if h.Values[r][c] = random.Float64(); c > r {
				h.Values[r][c] = math.NaN()
			}
		}
	}
	return h
}

// fragment writes the interactive form for a notebook, without the library that
// is shared by all figures of a page.
func fragment(w io.Writer, fig viz.Figure) error {
	s, err := viz.Fragment(fig, viz.FragmentOptions{})
	if err == nil {
		_, err = io.WriteString(w, s)
	}
	return err
}

// peer writes the page that go-echarts makes of the same map.
func peer(w io.Writer, fig viz.Figure) error {
	chart, h := charts.NewHeatMap(), fig.(viz.HeatMap)
	var data []opts.HeatMapData
	for r, row := range h.Values {
		for c, v := range row[:r+1] {
			data = append(data, opts.HeatMapData{Value: [3]any{c, r, v}})
		}
	}
	chart.AddSeries("score", data)
	return chart.Render(w)
}

// BenchmarkHeatMap times the forms of square maps of noise and reports their
// size, beside the page that go-echarts makes.
func BenchmarkHeatMap(b *testing.B) {
	for _, n := range []int{64, 256, 1024, 4096} {
		h := noise(n)
		for _, form := range []struct {
			name  string
			write func(io.Writer, viz.Figure) error
		}{{"PNG", viz.WritePNG}, {"SVG", viz.WriteSVG}, {"PDF", viz.WritePDF}, {"notebook", fragment}, {"go-echarts", peer}} {
			if form.name == "go-echarts" && n > 1024 {
				continue // minutes, and half a gigabyte
			}
			b.Run(fmt.Sprintf("%s/%d", form.name, n), func(b *testing.B) { benchmark(b, form.write, h) })
		}
	}
}

// BenchmarkCurve times the two forms that a live curve uses.
func BenchmarkCurve(b *testing.B) {
	b.Run("SVG", func(b *testing.B) { benchmark(b, viz.WriteSVG, training()) })
	b.Run("PNG", func(b *testing.B) { benchmark(b, viz.WritePNG, training()) })
}

func benchmark(b *testing.B, write func(io.Writer, viz.Figure) error, fig viz.Figure) {
	var size counter
	for b.Loop() {
		size = 0
		if err := write(&size, fig); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)/1000, "kB")
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
