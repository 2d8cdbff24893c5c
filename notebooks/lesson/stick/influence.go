package stick

import (
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// Influence shows how each weight moves when a score rises: ∂w/∂s, a row a weight and a column a score, for
// stick-breaking and for softmax. It is what training pulls at.
func Influence(scores ...float64) viz.Panels {
	p := viz.Panels{Title: "How a weight moves with a score", Columns: 2, SameScale: true}
	for _, name := range []oracle.Weighting{oracle.StickBreaking, oracle.Softmax} {
		p.Figures = append(p.Figures, influence(name, scores))
	}
	return p
}

func influence(name oracle.Weighting, scores []float64) viz.HeatMap {
	h := viz.HeatMap{
		Title: string(name), XLabel: "score of", YLabel: "weight of", ValueLabel: "∂w/∂s", Diverging: true,
		Values: jacobian(name, scores),
	}
	for i := range scores {
		h.RowLabels, h.ColumnLabels = append(h.RowLabels, place(i)), append(h.ColumnLabels, place(i))
	}
	return h
}

// jacobian is ∂w_i/∂s_j, row by row: the gradient of each weight alone.
func jacobian(name oracle.Weighting, scores []float64) [][]float64 {
	w := weights(name, scores)
	var rows [][]float64
	for i := range scores {
		g := make([]float64, len(scores))
		g[i] = 1
		rows = append(rows, oracle.WeightsGradient(name, scores, w, g))
	}
	return rows
}
