package framework

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Sees shows which chunks each token of a text may pick, and which its own window covers: a row a token, a column a
// chunk.
func (m Model) Sees(length int) {
	show.Check(m.err)
	show.Figures(m.sees(length))
}

func (m Model) sees(length int) viz.HeatMap {
	c := m.Config
	h := viz.HeatMap{
		Title:  fmt.Sprintf("%s: the chunks that a token may pick", m.Name),
		XLabel: "chunk", YLabel: "token", ValueLabel: "how old the chunk is, in tokens",
	}
	for t := range length {
		row := make([]float64, c.Chunks(length))
		visible := c.Visible(t)
		for chunk := range row {
			row[chunk] = math.NaN()
			if chunk < visible {
				row[chunk] = float64(t - (chunk+1)*c.Chunk + 1)
			}
		}
		h.Values = append(h.Values, row)
		h.RowText = append(h.RowText, fmt.Sprintf("token %d sees %d chunks", t, visible))
		first := max(0, t-c.Window) / c.Chunk
		h.InWindow = append(h.InWindow, viz.Span{From: first, To: min(len(row), t/c.Chunk+1)})
	}
	return h
}
