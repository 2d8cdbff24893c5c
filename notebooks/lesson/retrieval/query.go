package retrieval

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// Query measures the query of a question, which the model shows to nobody, by its own scores: where the landmarks are
// unit vectors, the score of chunk i is the i-th number of the query, over √R. As many chunks are visible as the page
// has, so it takes some readings to get all R numbers.
func (p *Page) Query(key string) ([]float64, error) {
	i, err := p.question(key)
	if err != nil {
		return nil, err
	}
	size, visible := p.config().LandmarkSize(), p.config().Visible(p.Sample.Queries[i].Position)
	if visible == 0 {
		return nil, fmt.Errorf("retrieval: the question for %s sees no chunk: put more text in front of it", key)
	}
	var query []float64
	for first := 0; first < size; first += visible {
		numbers, err := p.measure(i, first, min(visible, size-first))
		if err != nil {
			return nil, err
		}
		query = append(query, numbers...)
	}
	return query, nil
}

// measure reads numbers first to first+n of the query of a question.
func (p *Page) measure(question, first, n int) ([]float64, error) {
	size := p.config().LandmarkSize()
	var units []hsa.Intervention
	for c := range n {
		unit := make([]float32, size)
		unit[first+c] = 1
		units = append(units, hsa.ReplaceLandmark(c, unit))
	}
	e, err := p.explainWith(question, units...)
	if err != nil {
		return nil, err
	}
	var numbers []float64
	for _, score := range e.Heads[0].Scores[:n] {
		numbers = append(numbers, float64(score)*math.Sqrt(float64(size)))
	}
	return numbers, nil
}

// Scores computes the score of every chunk for a question by hand, q·landmark/√R with the query measured, beside that
// of the model; and the picks by hand, which are the K largest.
func (p *Page) Scores(key string) (viz.Table, error) {
	query, err := p.Query(key)
	if err != nil {
		return viz.Table{}, err
	}
	landmarks, err := p.landmarks()
	if err != nil {
		return viz.Table{}, err
	}
	i, e, err := p.explain(key)
	if err != nil {
		return viz.Table{}, err
	}
	byHand := oracle.Scores(query, landmarks[:e.Visible])
	return p.scoreTable(key, i, byHand, e), nil
}

func (p *Page) scoreTable(key string, question int, byHand []float64, e *hsa.Explanation) viz.Table {
	t := viz.Table{
		Title: fmt.Sprintf("“what is magic %s?” scores %d chunks", key, e.Visible), Corner: "chunk", Decimals: 3,
		Columns: []string{"q·landmark/√R by hand", "score in the model", "picked", "text"}, Provenance: p.origin(),
	}
	worst, picked := 0.0, map[int]bool{}
	for _, c := range oracle.Pick(byHand, p.config().TestTopK(), false) {
		picked[c] = true
	}
	var list []viz.Row
	for c, s := range byHand {
		worst = max(worst, math.Abs(s-float64(e.Heads[0].Scores[c])))
		list = append(list, viz.Row{Label: fmt.Sprint(c), Cells: []viz.Cell{
			{Value: s}, {Value: float64(e.Heads[0].Scores[c])}, {Text: mark(picked[c], c == p.Gold(question))}, {Text: p.text(c)},
		}})
	}
	t.Groups = []viz.Group{{Rows: list}}
	t.Caption = fmt.Sprintf("By hand and in the model the scores %s. Picked by hand are the %d largest.", agreement(worst), len(picked))
	return t
}

// agreement tells of the largest difference, the same on every machine that rounds as float32 does.
func agreement(worst float64) string {
	if worst < 1e-4 {
		return "agree to four digits behind the point"
	}
	return fmt.Sprintf("differ by up to %.2g", worst)
}

// mark says what became of a chunk.
func mark(picked, gold bool) string {
	switch {
	case picked && gold:
		return "picked, holds the answer"
	case picked:
		return "picked"
	case gold:
		return "missed, holds the answer"
	}
	return "–"
}
