package stick

import (
	"fmt"

	"gonum.org/v1/gonum/floats"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// shared are the weightings that share out one stick; NSA has none, there the tokens of all picks share one softmax.
var shared = []oracle.Weighting{oracle.StickBreaking, oracle.Softmax, oracle.OffByOne}

// Compare is one list of scores under each weighting.
func Compare(scores ...float64) viz.Table {
	t := viz.Table{
		Title: "One list of scores, three weightings", Corner: "weighting", Decimals: 4,
		Caption: "Scores are those of the picked chunks, newest first; what is missing to 1 goes to no chunk.",
	}
	for i, s := range scores {
		t.Columns = append(t.Columns, fmt.Sprintf("%s, s = %g", place(i), s))
	}
	t.Columns = append(t.Columns, "sum")
	var rows []viz.Row
	for _, name := range shared {
		w := weights(name, scores)
		rows = append(rows, viz.Row{Label: string(name), Cells: cells(append(w, floats.Sum(w))...)})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// Crowd is the weight of one chunk while more and more newer chunks of another score are picked beside it, up to a
// number of them, under each weighting.
func Crowd(score, others float64, newer int) (viz.Curve, error) {
	if newer < 1 || newer > 512 {
		return viz.Curve{}, fmt.Errorf("stick: a crowd of %d: want 1 to 512 newer chunks", newer)
	}
	c := viz.Curve{
		Title:  fmt.Sprintf("A chunk that scores %g, behind newer ones that score %g", score, others),
		XLabel: "newer chunks picked", YLabel: "its weight", YRange: viz.Range{Low: 0, High: 1},
	}
	for _, name := range shared {
		series := viz.Series{Name: string(name)}
		for n := range newer + 1 {
			w := weights(name, crowd(score, others, n))
			series.Points = append(series.Points, viz.Point{X: float64(n), Y: w[n]})
		}
		c.Series = append(c.Series, series)
	}
	return c, nil
}

// crowd is n newer scores and then the one.
func crowd(score, others float64, n int) []float64 {
	scores := make([]float64, n+1)
	for i := range n {
		scores[i] = others
	}
	scores[n] = score
	return scores
}
