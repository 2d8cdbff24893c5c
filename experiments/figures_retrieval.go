package experiments

import (
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
	h := emptyMap(s, chunk, word)
	for row, q := range s.Queries {
		at := tail.Row(0, q.Position-tail.First)
		fillRow(&h, row, group.Picks[at], group.Weights[at])
	}
	return h
}

// emptyMap is the map of a sample before anything is picked: the chunks that a question cannot see, and where its
// evidence lies.
func emptyMap(s data.Sample, chunk int, word func(position int) string) viz.HeatMap {
	chunks := len(s.Tokens) / chunk
	h := viz.HeatMap{Title: "What each question retrieved", XLabel: "chunk", YLabel: "question", ValueLabel: "chunk weight", Scale: viz.Range{Low: 0, High: 1}}
	for row, q := range s.Queries {
		values := make([]float64, chunks)
		for c := q.Position / chunk; c < chunks; c++ {
			values[c] = math.NaN()
		}
		h.Values = append(h.Values, values)
		h.RowLabels = append(h.RowLabels, question(q, word))
		if gold := int(goldChunk(q, chunk)); gold >= 0 {
			h.Gold = append(h.Gold, viz.Mark{Row: row, Col: gold})
		}
	}
	for c := range chunks {
		h.ColumnText = append(h.ColumnText, chunkText(c, chunk, word))
	}
	return h
}

// fillRow adds the picks of a question.
func fillRow(h *viz.HeatMap, row int, picks []int, weights []float32) {
	for k, c := range picks {
		h.Values[row][c] = float64(weights[k])
		h.Picked = append(h.Picked, viz.Mark{Row: row, Col: c})
	}
}

// question shows the end of the words of a question, up to its answer: "lemon is …", or "k7 …" where a key is one symbol.
func question(q data.Query, word func(int) string) string {
	const most = 2
	n := most
	if q.Value >= 0 {
		n = max(1, min(most, q.Value-q.Evidence.Start))
	}
	text := ""
	for i := max(0, q.Position-n+1); i <= q.Position; i++ {
		text += word(i) + " "
	}
	return text + "…"
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
