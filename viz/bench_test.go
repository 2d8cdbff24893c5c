package viz_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// BenchmarkHeatMap times the forms of square maps of noise, the hardest to
// compress, and reports their size.
func BenchmarkHeatMap(b *testing.B) {
	for _, n := range []int{64, 256, 1024} {
		h := viz.HeatMap{Title: "noise", XLabel: "chunk", YLabel: "query", ValueLabel: "score"}
		for r := range n {
			h.Values = append(h.Values, make([]float64, n))
			for c := range n {
				h.Values[r][c] = float64((r*7919+c*104729)%1000) / 1000
			}
		}
		for name, write := range map[string]func(io.Writer, viz.Figure) error{"PNG": viz.WritePNG, "SVG": viz.WriteSVG, "PDF": viz.WritePDF, "HTML": viz.WriteHTML} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) { benchmark(b, write, h) })
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
