package experiments

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// RetrievalMap shows what each question of a sample retrieved: a row a question, a column a chunk, the chunk weight as
// colour, zero where a chunk was not picked, the picked and the gold chunk marked. It is that of the last group's
// first head. word is how the token at a position is shown.
func RetrievalMap(tail *hsa.Tail, s data.Sample, chunk int, word func(position int) string) viz.HeatMap {
	group := tail.Groups[len(tail.Groups)-1]
	chunks := len(s.Tokens) / chunk
	h := viz.HeatMap{Title: "What each question retrieved", XLabel: "chunk", YLabel: "question", ValueLabel: "chunk weight", Scale: viz.Range{Low: 0, High: 1}}
	for row, q := range s.Queries {
		at := tail.Row(0, q.Position-tail.First)
		h.Values = append(h.Values, weightRow(group, at, q.Position/chunk, chunks))
		h.RowLabels = append(h.RowLabels, question(q, word))
		for _, c := range group.Picks[at] {
			h.Picked = append(h.Picked, viz.Mark{Row: row, Col: c})
		}
		if gold := int(goldChunk(q, chunk)); gold >= 0 {
			h.Gold = append(h.Gold, viz.Mark{Row: row, Col: gold})
		}
	}
	for c := range chunks {
		h.ColumnText = append(h.ColumnText, chunkText(c, chunk, word))
	}
	return h
}

// weightRow is the chunk weights of one token over all chunks; those from visible on are not to be seen.
func weightRow(group hsa.TailGroup, at, visible, chunks int) []float64 {
	values := make([]float64, chunks)
	for c := visible; c < chunks; c++ {
		values[c] = math.NaN()
	}
	for k, c := range group.Picks[at] {
		values[c] = float64(group.Weights[at][k])
	}
	return values
}

// question shows the words of a question that lead up to its answer, such as "magic lemon is".
func question(q data.Query, word func(int) string) string {
	if q.Position < 1 {
		return word(q.Position)
	}
	return fmt.Sprintf("%s %s …", word(q.Position-1), word(q.Position))
}

// chunkText is the words of a chunk.
func chunkText(c, chunk int, word func(int) string) string {
	text := ""
	for i := c * chunk; i < (c+1)*chunk; i++ {
		if i > c*chunk {
			text += " "
		}
		text += word(i)
	}
	return text
}
