package retrieval

import (
	"math"

	"github.com/hsalab/hsalab/viz"
)

// Visible shows which chunks each token sees: those that were complete before it. A row is a token and a column a chunk;
// the colour is how many tokens ago the chunk ended.
func (p *Page) Visible() viz.HeatMap {
	chunks := len(p.Words) / p.Chunk
	h := viz.HeatMap{
		Title: "Which chunks a token sees", XLabel: "chunk", YLabel: "token", ValueLabel: "tokens since the chunk ended", Provenance: p.origin(),
	}
	for t := range p.Words {
		row := make([]float64, chunks)
		for c := range row {
			if row[c] = math.NaN(); c < p.config().Visible(t) {
				row[c] = float64(t - (c+1)*p.Chunk)
			}
		}
		h.Values = append(h.Values, row)
	}
	h.RowText, h.ColumnText = p.Words, p.texts()
	return h
}

// texts are the chunks as strings.
func (p *Page) texts() []string {
	var list []string
	for c := range len(p.Words) / p.Chunk {
		list = append(list, p.text(c))
	}
	return list
}
