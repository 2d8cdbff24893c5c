package retrieval

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// A Mass is how well the scores of trained models follow the attention mass of chunks.
type Mass struct {
	Figure viz.ScoreMass
	// Rank is for each model the rank correlation of score and mass over the chunks that a question sees, mean over
	// questions; Gold is the share of questions for which the gold chunk has the largest mass, Found that for which it
	// has the largest score.
	Models            []string
	Rank, Gold, Found []float64
	Questions         []int
}

// MassOf reads one text of its training length with each shipped model, and sets for every question the score of every
// chunk against the log attention mass that the chunk would get if all its keys were read (mean over query heads).
func MassOf(models ...string) (Mass, error) {
	m := Mass{Figure: viz.ScoreMass{Title: "Scores of trained models against log attention mass"}}
	for _, name := range models {
		if err := m.add(name); err != nil {
			return Mass{}, err
		}
	}
	return m, nil
}

func (m *Mass) add(name string) error {
	trained, err := experiments.Open(name)
	if err != nil {
		return err
	}
	sample, tail, err := readOne(trained)
	if err != nil {
		return err
	}
	layer := viz.ScoredLayer{Name: name}
	var rank float64
	gold, found := 0, 0
	for _, q := range sample.Queries {
		mass, scores := massAndScores(trained.Weights.Config, tail, q.Position-tail.First)
		layer.LogMass, layer.Score = append(layer.LogMass, mass...), append(layer.Score, scores...)
		at := q.Value / trained.Weights.Config.Chunk
		gold += count(floats.MaxIdx(mass) == at)
		found += count(floats.MaxIdx(scores) == at)
		rank += viz.RankCorrelation(mass, scores)
	}
	n := len(sample.Queries)
	m.Figure.Layers = append(m.Figure.Layers, layer)
	m.Models, m.Questions = append(m.Models, name), append(m.Questions, n)
	m.Rank = append(m.Rank, rank/float64(n))
	m.Gold, m.Found = append(m.Gold, float64(gold)/float64(n)), append(m.Found, float64(found)/float64(n))
	return nil
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// readOne reads the first evaluation sample of a model, with all its scores and masses.
func readOne(t *experiments.Trained) (data.Sample, *hsa.Tail, error) {
	task, err := t.HeldOut("")
	if err != nil {
		return data.Sample{}, nil, err
	}
	length := t.Weights.Config.TrainingLength
	sample, err := task.Sample(experiments.EvalSeed, 0, length, length/3)
	if err != nil {
		return data.Sample{}, nil, err
	}
	model, err := t.Model("")
	if err != nil {
		return data.Sample{}, nil, err
	}
	defer model.Close()
	stream := model.NewStream(hsa.StreamOptions{MaxTail: length})
	defer stream.Free()
	if err := stream.Append(sample.Tokens); err != nil {
		return data.Sample{}, nil, err
	}
	tail, err := stream.Tail(sample.Tail, hsa.TailOptions{AllScores: true, Trace: hsa.TraceMass})
	return sample, tail, err
}

// massAndScores are the log mass of every visible chunk for one token of a tail, over the mean of query heads, and its
// score by the first retrieval head.
func massAndScores(c hsa.Config, tail *hsa.Tail, token int) (mass, scores []float64) {
	group := tail.Groups[len(tail.Groups)-1]
	for chunk, score := range group.AllScores[tail.Row(0, token)] {
		var heads []float64
		for i := range c.Heads / group.Heads {
			heads = append(heads, float64(group.Mass[tail.Row(i, token)][chunk]))
		}
		mass = append(mass, floats.LogSumExp(heads)-math.Log(float64(len(heads))))
		scores = append(scores, float64(score))
	}
	return mass, scores
}

// Table tells for each model how its scores and the masses rank the gold chunk.
func (m Mass) Table() viz.Table {
	t := viz.Table{
		Title: "Which chunk is on top", Corner: "model", Decimals: 2,
		Columns: []string{"questions", "gold chunk has the largest mass", "gold chunk has the largest score", "rank correlation of score and mass"},
		Caption: "The correlation is over the chunks that a question sees, mean over questions.",
	}
	var list []viz.Row
	for i, name := range m.Models {
		list = append(list, viz.Row{Label: name, Cells: []viz.Cell{
			{Text: fmt.Sprint(m.Questions[i])}, {Value: m.Gold[i]}, {Value: m.Found[i]}, {Value: m.Rank[i]},
		}})
	}
	t.Groups = []viz.Group{{Rows: list}}
	return t
}
