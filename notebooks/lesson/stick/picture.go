package stick

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// hundredths is into how many parts a picture cuts the stick.
const hundredths = 100

// Picture draws the stick as it lies before each chunk: what the chunk takes, what it leaves, and what is gone. A row is
// a picked chunk, newest on top; the last row is the rest that nobody takes.
func Picture(scores ...float64) viz.HeatMap {
	h := viz.HeatMap{
		Title: "The stick, chunk by chunk", XLabel: "the stick, in hundredths", YLabel: "picked chunk",
		ValueLabel: "1 taken, ½ still there, 0 gone", Scale: viz.Range{Low: 0, High: 1},
	}
	gone := 0.0
	for i, weight := range weights(oracle.StickBreaking, scores) {
		h.Values = append(h.Values, piece(gone, weight))
		h.RowLabels = append(h.RowLabels, fmt.Sprintf("%s, weight %.3f", place(i), weight))
		gone += weight
	}
	h.Values = append(h.Values, piece(gone, 0))
	h.RowLabels = append(h.RowLabels, fmt.Sprintf("nobody, %.3f", 1-gone))
	return h
}

// piece is one row of the picture: 0 for what is gone, 1 for what is taken now and 1/2 for what stays.
func piece(gone, taken float64) []float64 {
	row := make([]float64, hundredths)
	for i := range row {
		switch at := (float64(i) + 0.5) / hundredths; {
		case at >= gone+taken:
			row[i] = 0.5
		case at >= gone:
			row[i] = 1
		}
	}
	return row
}
