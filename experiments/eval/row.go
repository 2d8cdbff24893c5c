package eval

import (
	"cmp"
	"math"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// blank is the row of a question before its outcome.
func (e *evaluation) blank(j job, variant string, query int) results.Row {
	row := results.Row{
		Variant: variant, Task: j.task.is.name, Version: j.task.is.version, TaskHash: j.task.is.hash, Haystack: j.task.is.haystack,
		Length: j.length, Ratio: ratio(e.trained, j.length), At: j.at(), Sample: j.index, Query: query, Rule: e.opt.Rule,
		GoldChunk: -1, Command: e.opt.Command, Commit: e.host.Commit, Hardware: e.hardware,
	}
	if variant != e.opt.Variant {
		return row
	}
	cfg := e.trained.Config()
	row.Run, row.Seed, row.Weights = e.opt.Run, e.opt.Seed, e.hash
	if e.trained.Rival != nil {
		if e.opt.YaRN && row.Ratio > 1 {
			row.YaRN = row.Ratio
		}
		return row
	}
	row.TopK, row.TrainTopK = max(cmp.Or(e.opt.TopK, cfg.TestTopK()), 0), cfg.TopK
	row.Encoder, row.Residual = string(cfg.Encoder), string(cfg.Residual)
	return row
}

// row scores one answer: by teacher-forced exact match, where it counts if each of its tokens is the likeliest, by its
// free answer, or by both; and how its evidence was retrieved.
func (e *evaluation) row(j job, p probed, r reading, query int) (results.Row, error) {
	row, q := e.blank(j, e.opt.Variant, query), p.asked[query]
	row.Answer = shown(q.right)
	var free []int32
	if r.free != nil {
		free = r.free[query]
	}
	var forced []int32
	if e.opt.Rule != results.Generate {
		for _, token := range q.tokens {
			forced = append(forced, r.tail.Predict(token.Position-r.tail.First))
		}
	}
	if err := score(&row, j.task, q, forced, free); err != nil {
		return row, err
	}
	e.retrieval(&row, p, r.tail, q)
	return row, nil
}

// score fills in what was answered, by the rule of the row.
func score(row *results.Row, a asker, q question, forced, free []int32) (err error) {
	if row.Rule != results.Generate {
		row.Predicted, row.Correct = shown(a.show(forced)), exact(forced, q)
	}
	if row.Rule == results.Forced {
		return nil
	}
	text := a.show(free)
	row.Generated = shown(text)
	if q.judge != nil {
		row.GenScore, err = q.judge(text)
	} else if exact(free, q) {
		row.GenScore = 1
	}
	return err
}

// exact reports whether tokens are the right answer.
func exact(tokens []int32, q question) bool {
	if len(tokens) != len(q.tokens) {
		return false
	}
	for i, t := range q.tokens {
		if tokens[i] != t.Answer {
			return false
		}
	}
	return true
}

// mostShown is how much of an answer, in bytes, a row shows.
const mostShown = 200

// shown is an answer for a row: not longer than is of use.
func shown(text string) string {
	if len(text) <= mostShown {
		return text
	}
	return strings.ToValidUTF8(text[:mostShown], "") + "…"
}

// rounded keeps three decimals, which is what a row can say and what keeps files of rows small.
func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }
