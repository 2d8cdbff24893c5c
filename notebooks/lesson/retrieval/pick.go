package retrieval

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// explain is the retrieval of the question for a key, and the question's number.
func (p *Page) explain(key string) (question int, e *hsa.Explanation, err error) {
	if question, err = p.question(key); err != nil {
		return 0, nil, err
	}
	e, err = p.stream.Explain(p.Sample.Queries[question].Position, 0, hsa.ExplainOptions{})
	return question, e, err
}

// explainWith is the retrieval of a question in a model with interventions.
func (p *Page) explainWith(question int, changes ...hsa.Intervention) (*hsa.Explanation, error) {
	model, err := p.model.With(changes...)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	stream, err := p.read(model)
	if err != nil {
		return nil, err
	}
	defer stream.Free()
	return stream.Explain(p.Sample.Queries[question].Position, 0, hsa.ExplainOptions{})
}

// Walk is the retrieval of the question for a key, step by step: the scores of all chunks, the K picked, their weights,
// the attention inside each of them (the mean over query heads), and what comes out.
func (p *Page) Walk(key string) (viz.Walk, error) {
	i, e, err := p.explain(key)
	if err != nil {
		return viz.Walk{}, err
	}
	q := p.Sample.Queries[i]
	w := viz.Walk{
		Title: "One retrieval, step by step", Query: fmt.Sprintf("%s %s %s …", p.Word(q.Position-2), p.Word(q.Position-1), p.Word(q.Position)),
		Gold: []int{p.Gold(i)}, Weighting: string(p.config().Weighting), Output: p.candidates(e.Logits, q.Answer), Provenance: p.origin(),
	}
	for _, s := range e.Heads[0].Scores {
		w.Scores = append(w.Scores, float64(s))
	}
	for _, pick := range e.Heads[0].Picks {
		w.Picks = append(w.Picks, viz.Pick{Chunk: pick.Chunk, Weight: float64(pick.Weight), Tokens: p.words(pick.Chunk), Attention: meanOver(pick.Inside)})
	}
	return w, nil
}

// meanOver is the mean over heads.
func meanOver(heads [][]float32) []float64 {
	mean := make([]float64, len(heads[0]))
	for _, head := range heads {
		for i, a := range head {
			mean[i] += float64(a) / float64(len(heads))
		}
	}
	return mean
}

// candidates are the five likeliest next tokens.
func (p *Page) candidates(logits []float32, answer int32) []viz.Candidate {
	ids := make([]int32, len(logits))
	for i := range ids {
		ids[i] = int32(i)
	}
	slices.SortStableFunc(ids, func(a, b int32) int { return cmp.Compare(logits[b], logits[a]) })
	var list []viz.Candidate
	for _, id := range ids[:5] {
		list = append(list, viz.Candidate{
			Token: p.trained.Vocabulary.Token(id), Probability: p.probability(logits, id), Answer: id == answer,
		})
	}
	return list
}

// probability is that of a token in a softmax over logits.
func (p *Page) probability(logits []float32, token int32) float64 {
	most, sum := float64(slices.Max(logits)), 0.0
	for _, x := range logits {
		sum += math.Exp(float64(x) - most)
	}
	return math.Exp(float64(logits[token])-most) / sum
}

// Weights computes the chunk weights of a question by hand, from the scores of its picks, beside those of the model.
func (p *Page) Weights(key string) (viz.Table, error) {
	_, e, err := p.explain(key)
	if err != nil {
		return viz.Table{}, err
	}
	var scores []float64
	for _, pick := range e.Heads[0].Picks {
		scores = append(scores, float64(pick.Score))
	}
	byHand := oracle.Weights(oracle.Weighting(p.config().Weighting), scores, 0)
	t := viz.Table{
		Title: "From scores to chunk weights", Corner: "picked chunk", Decimals: 4, Provenance: p.origin(),
		Columns: []string{"score", fmt.Sprintf("weight by hand (%s)", p.config().Weighting), "weight in the model", "text"},
	}
	var list []viz.Row
	for k, pick := range e.Heads[0].Picks {
		list = append(list, viz.Row{Label: fmt.Sprint(pick.Chunk), Cells: []viz.Cell{
			{Value: scores[k]}, {Text: fmt.Sprintf("%.4g", byHand[k])}, {Text: fmt.Sprintf("%.4g", pick.Weight)}, {Text: p.text(pick.Chunk)},
		}})
	}
	t.Groups = []viz.Group{{Rows: list}}
	return t, nil
}
