package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/ruler"
	"github.com/hsalab/hsalab/data/taskpack"
	"github.com/hsalab/hsalab/experiments"
)

// benchmark makes prompts of RULER or BABILong in the held-out text of a mixture, for the mixture's tokenizer.
type benchmark struct {
	tok   data.Tokenizer
	pack  *taskpack.Pack
	chunk int
	texts func() ([]string, error) // documents of the haystack, read once
}

// openBenchmark opens a task of RULER or BABILong.
func openBenchmark(ctx context.Context, t *experiments.Trained, name string, o Options) (asker, error) {
	text, err := t.Task.Mixture.BenchmarkText(ctx)
	if err != nil {
		return nil, err
	}
	b := benchmark{tok: text.Tokenizer, pack: text.Pack, chunk: t.Config().Chunk, texts: text.Documents}
	switch {
	case slices.Contains(ruler.Tasks(b.pack), name):
		return b.ruler(name, o.Documents)
	case slices.Contains(t.Task.Tasks(), name):
		return b.babilong(name)
	}
	_, err = t.Task.In(name) // lists what there is
	return nil, err
}

func (b benchmark) show(tokens []int32) string { return b.tok.Decode(tokens) }

// prompted is a prompt with its reference answer behind it, the outputs joined by commas, as one question. gold gives what
// each token of the answer rests on.
func (b benchmark) prompted(s data.TextSample, judge func(string) (float64, error), gold func(output int) (data.TextSample, error)) (probed, error) {
	tokens := b.tok.Encode(s.Prompt())
	prompt := len(tokens)
	q := question{right: strings.Join(s.Outputs, ", "), most: s.Budget, eos: b.tok.EOS(), judge: judge}
	for i, output := range s.Outputs {
		separator := " "
		if i > 0 {
			separator = ", "
		}
		evidence, err := gold(i)
		if err != nil {
			return probed{}, err
		}
		piece := b.tok.Encode(separator + output)
		for _, token := range piece {
			q.tokens = append(q.tokens, b.query(evidence, len(tokens)-1, token, len(q.tokens)))
			tokens = append(tokens, token)
		}
	}
	if len(q.tokens) == 0 {
		return probed{}, fmt.Errorf("%s: sample %d has no answer", s.Task, s.Index)
	}
	p := probed{Sample: data.Sample{Tokens: tokens, Tail: len(tokens) - prompt + 1, Queries: q.tokens}, asked: []question{q}}
	return p, nil
}

// query is one token of an answer, whose hops are the pieces of located evidence.
func (b benchmark) query(located data.TextSample, position int, answer int32, part int) data.Query {
	var hops []data.Hop
	for i, e := range located.Evidence {
		value := e.Tokens.End - 1
		hops = append(hops, data.Hop{Key: i, Evidence: e.Tokens, Value: value, Chunk: value / b.chunk})
	}
	return queryOf(hops, position, answer, part)
}

// queryOf is one token of an answer that takes hops.
func queryOf(hops []data.Hop, position int, answer int32, part int) data.Query {
	q := data.Query{Position: position, Answer: answer, Evidence: data.NoSpan, Value: -1, Chunk: -1, Part: part}
	if len(hops) == 0 {
		return q
	}
	last := hops[len(hops)-1]
	q.Key, q.Evidence, q.Value, q.Chunk = last.Key, last.Evidence, last.Value, last.Chunk
	if len(hops) > 1 {
		q.Hops = hops
	}
	return q
}

// located is the sample with pieces of evidence only, and their tokens.
func (b benchmark) located(s data.TextSample, evidence ...data.Evidence) (data.TextSample, error) {
	s.Evidence = evidence
	if len(evidence) == 0 {
		return s, nil
	}
	located, _, err := s.Locate(b.tok, b.chunk)
	return located, err
}
