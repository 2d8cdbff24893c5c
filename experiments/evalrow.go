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
		Variant: e.opt.Variant, Task: e.task.Name(), Version: e.task.Version(), TaskHash: e.task.Hash(), Haystack: e.opt.Haystack,
		Length: length, Ratio: float64(length) / float64(max(1, cfg.TrainingLength)), Sample: sample, Query: query,
		Seed: e.opt.Seed, TopK: max(k, 0), TrainTopK: cfg.TopK, Encoder: string(cfg.Encoder), Residual: string(cfg.Residual),
		Weights: e.hash, Command: e.opt.Command, Commit: e.commit,
	}
}

// row scores one question. Retrieval is that of the last group's first head.
func (e *evaluation) row(s data.Sample, tail *hsa.Tail, index, query int, q data.Query) results.Row {
	r := e.blank(len(s.Tokens), index, query)
	token := q.Position - tail.First
	predicted := tail.Predict(token)
	r.Depth = rounded(s.Depth(q))
	r.Answer, r.Predicted = e.task.Token(q.Answer), e.task.Token(predicted)
	r.Correct = predicted == q.Answer
	r.GoldChunk = q.Chunk
	g := tail.Groups[len(tail.Groups)-1]
	at := tail.Row(0, token)
	if len(g.Picks[at]) <= maxPicks {
		r.Picked = g.Picks[at]
	}
	weight, hit := g.Weight(at, q.Chunk)
	r.GoldWeight, r.Hit = rounded(float64(weight)), hit
	r.Rank = g.Rank(at, q.Chunk) + 1
	return r
}

// rounded keeps three decimals, which is what a row can say and what keeps files of rows small.
func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }

const maxPicks = 16 // more are not written to rows
