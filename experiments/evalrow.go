package experiments

import (
	"math"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

// blank is the row of a question before its outcome.
func (e *evaluation) blank(length, sample, query int) results.Row {
	cfg := e.trained.Weights.Config
	k := e.opt.TopK
	if k == 0 {
		k = cfg.TopK
	}
	return results.Row{
		Variant: e.opt.Variant, Task: e.task.Name(), Version: e.task.Version(), TaskHash: e.task.Hash(), Haystack: e.haystack(),
		Length: length, Ratio: float64(length) / float64(max(1, cfg.TrainingLength)), Sample: sample, Query: query,
		Seed: e.opt.Seed, TopK: max(k, 0), TrainTopK: cfg.TopK, Encoder: string(cfg.Encoder), Residual: string(cfg.Residual),
		Weights: e.hash, Command: e.opt.Command, Commit: e.commit,
	}
}

// haystack is what the needles lie in, for the rows.
func (e *evaluation) haystack() string {
	if e.trained.Task.Mixture != nil {
		return "text"
	}
	return e.opt.Haystack
}

// answersOf cuts the queries of a sample into answers: those of several tokens are several queries.
func answersOf(s data.Sample) [][]data.Query {
	var answers [][]data.Query
	for _, q := range s.Queries {
		if q.Part == 0 {
			answers = append(answers, nil)
		}
		last := len(answers) - 1
		answers[last] = append(answers[last], q)
	}
	return answers
}

// row scores one answer by teacher-forced exact match: it counts if each of its tokens is the most likely one. Retrieval
// is that of the last group's first head.
func (e *evaluation) row(s data.Sample, tail *hsa.Tail, index, number int, answer []data.Query) results.Row {
	r := e.blank(len(s.Tokens), index, number)
	r.Correct, r.GoldChunk = true, -1
	for _, q := range answer {
		predicted := tail.Predict(q.Position - tail.First)
		r.Answer += e.task.Token(q.Answer)
		r.Predicted += e.task.Token(predicted)
		r.Correct = r.Correct && predicted == q.Answer
	}
	e.retrieval(&r, s, tail, answer)
	return r
}

// retrieval adds how the gold chunks were retrieved: depth, chunk and picks of the first token that has one; hit if each
// token picked its own, the worst rank and the mean weight.
func (e *evaluation) retrieval(r *results.Row, s data.Sample, tail *hsa.Tail, answer []data.Query) {
	g := tail.Groups[len(tail.Groups)-1]
	weight, n := 0.0, 0
	for _, q := range answer {
		gold := int(goldChunk(q, e.trained.Weights.Config.Chunk))
		if gold < 0 {
			continue
		}
		at := tail.Row(0, q.Position-tail.First)
		w, hit := g.Weight(at, gold)
		if n++; n == 1 {
			r.Depth, r.GoldChunk, r.Hit = rounded(s.Depth(q)), gold, true
			if len(answer) == 1 && len(g.Picks[at]) <= maxPicks {
				r.Picked = g.Picks[at]
			}
		}
		weight += float64(w)
		r.Hit = r.Hit && hit
		r.Rank = max(r.Rank, g.Rank(at, gold)+1)
	}
	r.GoldWeight = rounded(weight / float64(max(n, 1)))
}

// rounded keeps three decimals, which is what a row can say and what keeps files of rows small.
func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }

const maxPicks = 16 // more are not written to rows
