package retrieval

import (
	"math"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// Everyone shows what every token of the page retrieves, not only those that end a question: a row a token, a column a
// chunk, the chunk weight as colour. Marked are the picks of the questions.
func (p *Page) Everyone() (viz.HeatMap, error) {
	tail, err := p.stream.Tail(len(p.Words), hsa.TailOptions{})
	if err != nil {
		return viz.HeatMap{}, err
	}
	h := p.Visible()
	h.Title, h.ValueLabel, h.Scale = "What every token retrieves", "chunk weight", viz.Range{Low: 0, High: 1}
	group := tail.Groups[0]
	for t := range p.Words {
		row := h.Values[t]
		for c := range row {
			if !math.IsNaN(row[c]) {
				row[c] = 0
			}
		}
		at := tail.Row(0, t)
		for k, c := range group.Picks[at] {
			row[c] = float64(group.Weights[at][k])
		}
	}
	for i, q := range p.Sample.Queries {
		h.Gold = append(h.Gold, viz.Mark{Row: q.Position, Col: p.Gold(i)})
		for _, c := range group.Picks[tail.Row(0, q.Position)] {
			h.Picked = append(h.Picked, viz.Mark{Row: q.Position, Col: c})
		}
	}
	return h, nil
}
