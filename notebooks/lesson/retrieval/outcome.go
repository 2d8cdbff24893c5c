package retrieval

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/viz"
)

// Evidence is the gold chunk of the question for a key.
func (p *Page) Evidence(key string) (int, error) {
	i, err := p.question(key)
	if err != nil {
		return 0, err
	}
	return p.Gold(i), nil
}

// An Outcome is what became of one question under a change.
type Outcome struct {
	Answer      string
	Right       bool
	Probability float64 // of the right answer
	Picked      bool    // the gold chunk
	Score       float64 // of the gold chunk, NaN where it is hidden
	Weight      float64 // of the gold chunk, 0 where it was not picked
	Best        int     // the chunk that weighed most, -1 for none
}

// Try reads the page under a change and tells what became of the question for a key.
func (p *Page) Try(key string, c Change) (Outcome, error) {
	i, err := p.question(key)
	if err != nil {
		return Outcome{}, err
	}
	e, err := p.explainWith(i, c.Do...)
	if err != nil {
		return Outcome{}, err
	}
	q := p.Sample.Queries[i]
	all := p.candidates(e.Logits, q.Answer)
	o := Outcome{Answer: all[0].Token, Right: all[0].Answer, Probability: p.probability(e.Logits, q.Answer), Score: math.NaN(), Best: -1}
	if gold := p.Gold(i); gold < len(e.Heads[0].Scores) && !math.IsInf(float64(e.Heads[0].Scores[gold]), 0) {
		o.Score = float64(e.Heads[0].Scores[gold])
	}
	most := math.Inf(-1)
	for _, pick := range e.Heads[0].Picks {
		w := float64(pick.Weight)
		if pick.Chunk == p.Gold(i) {
			o.Picked, o.Weight = true, w
		}
		if w > most {
			most, o.Best = w, pick.Chunk
		}
	}
	return o, nil
}

// Compare tries changes on the question for a key: a row a change.
func (p *Page) Compare(key string, changes ...Change) (viz.Table, error) {
	t := viz.Table{
		Title: fmt.Sprintf("What becomes of “what is magic %s?”", key), Corner: "changed", Decimals: 3, Provenance: p.origin(),
		Columns: []string{"answer", "verdict", "probability of the right one", "weight of the gold chunk", "heaviest chunk"},
	}
	var list []viz.Row
	for _, c := range changes {
		o, err := p.Try(key, c)
		if err != nil {
			return viz.Table{}, fmt.Errorf("%s: %w", c.Name, err)
		}
		list = append(list, viz.Row{Label: c.Name, Cells: o.cells(p)})
	}
	t.Groups = []viz.Group{{Rows: list}}
	return t, nil
}

func (o Outcome) cells(p *Page) []viz.Cell {
	verdict, heaviest := "wrong", "–"
	if o.Right {
		verdict = "right"
	}
	if o.Best >= 0 {
		heaviest = fmt.Sprintf("%d: %s", o.Best, p.text(o.Best))
	}
	return []viz.Cell{{Text: o.Answer}, {Text: verdict}, {Value: o.Probability}, {Value: o.Weight}, {Text: heaviest}}
}
