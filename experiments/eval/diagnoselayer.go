package eval

import (
	"errors"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

// layerSums adds up what one layer did.
type layerSums struct {
	sum          results.Diagnosis // norms, counts and correlations added up
	correlations [][]float64
	right, hits  int
}

// text adds the questions of one text.
func (s *layerSums) text(cfg hsa.Config, p probed, tail *hsa.Tail, layer int) {
	var correlations []float64
	for _, q := range p.asked {
		for _, token := range q.tokens {
			steps := goldSteps(token, cfg.Chunk)
			if len(steps) == 0 {
				continue
			}
			at := token.Position - tail.First
			correlations = append(correlations, scoreMass(cfg, tail, layer, at)...)
			s.question(tail, layer, at, steps[len(steps)-1], tail.Predict(at) == token.Answer)
		}
	}
	if len(correlations) > 0 {
		s.correlations = append(s.correlations, correlations)
	}
}

// question adds the norms and the retrieval of one token.
func (s *layerSums) question(tail *hsa.Tail, layer, at, gold int, right bool) {
	b := tail.Groups[layer].Branches[at]
	s.sum.Questions++
	s.sum.Residual += float64(b.Input)
	s.sum.HSA += float64(b.Retrieved)
	s.sum.Window += float64(b.Window)
	s.sum.MLP += float64(b.MLP)
	s.sum.Output += float64(b.Output)
	if retrieved(tail, layer, at, gold).Hit {
		s.hits++
		if right {
			s.right++
		}
	}
}

// scoreMass is the rank correlation of scores with log masses for one token, by query head. A head with fewer than three
// chunks in view, or whose scores or masses are all equal, has none.
func scoreMass(cfg hsa.Config, tail *hsa.Tail, layer, at int) []float64 {
	g := tail.Groups[layer]
	var list []float64
	for head := range cfg.Heads {
		scores := g.AllScores[tail.Row(head*g.Heads/cfg.Heads, at)]
		mass := g.Mass[tail.Row(head, at)]
		n := min(len(scores), len(mass))
		if n < 3 {
			continue
		}
		if r := viz.RankCorrelation(float64s(mass[:n]), float64s(scores[:n])); r == r {
			list = append(list, r)
		}
	}
	return list
}

func float64s(values []float32) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// diagnosis is the means.
func (s layerSums) diagnosis() (results.Diagnosis, error) {
	d := s.sum
	if d.Questions == 0 {
		return d, errors.New("no question has evidence: choose a task whose answers stand in the text")
	}
	n := float64(d.Questions)
	for _, sum := range []*float64{&d.Residual, &d.HSA, &d.Window, &d.MLP, &d.Output} {
		*sum /= n
	}
	d.Retrieved, d.Recall = s.hits, float64(s.hits)/n
	if s.hits > 0 {
		d.Integration = float64(s.right) / float64(s.hits)
	}
	if len(s.correlations) == 0 {
		return d, errors.New("no question sees three chunks: choose greater lengths")
	}
	e, err := results.EstimateMean(results.Nested{s.correlations}, results.Options{})
	d.ScoreMass, d.ScoreMassLow, d.ScoreMassHigh = e.Mean, e.Low, e.High
	return d, err
}
