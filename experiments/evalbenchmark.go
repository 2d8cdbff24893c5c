package experiments

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/mixture"
	"github.com/hsalab/hsalab/data/taskpack"
)

// Names of all tasks of a benchmark, in a list of tasks.
const (
	allRULER    = "ruler"
	allBABILong = "babilong"
)

// benchmark makes prompts of RULER or BABILong in the held-out text of a mixture, for the mixture's tokenizer.
type benchmark struct {
	tok   data.Tokenizer
	pack  *taskpack.Pack
	chunk int
	texts func() ([]string, error) // documents of the haystack, read once
}

// benchmark opens a task of RULER or BABILong.
func (s MixtureSpec) benchmark(ctx context.Context, name string, chunk int, o EvalOptions) (asker, error) {
	m, err := s.open()
	if err != nil {
		return nil, err
	}
	b := benchmark{tok: m.tok, pack: m.pack, chunk: chunk}
	b.texts = sync.OnceValues(func() ([]string, error) { return m.texts(ctx) })
	switch {
	case slices.Contains(rulerTasks(s.Pack), name):
		return b.ruler(name, o.Documents)
	case slices.Contains(babilongTasks(), name):
		return b.babilong(name)
	}
	return nil, TaskSpec{Mixture: &s}.unknown(name)
}

// texts are the held-out documents of the corpus.
func (m *mixed) texts(ctx context.Context) ([]string, error) {
	tokens, err := m.tokens(ctx, corpus.Haystack)
	if err != nil {
		return nil, err
	}
	defer tokens.Close()
	all, err := tokens.Span(0, tokens.Len())
	if err != nil {
		return nil, err
	}
	return mixture.Documents(all, m.tok), nil
}

func (b benchmark) show(tokens []int32) string { return b.tok.Decode(tokens) }

// prompted is a prompt with its reference answer behind it, the outputs joined by commas, as one question. gold gives what
// each token of the answer rests on.
func (b benchmark) prompted(s data.TextSample, judge func(string) (float64, error), gold func(output int) (data.TextSample, error)) (probed, error) {
	tokens := b.tok.Encode(s.Prompt())
	prompt := len(tokens)
	q := evalQuestion{right: strings.Join(s.Outputs, ", "), most: s.Budget, eos: b.tok.EOS(), judge: judge}
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
	p := probed{Sample: data.Sample{Tokens: tokens, Tail: len(tokens) - prompt + 1, Queries: q.tokens}, asked: []evalQuestion{q}}
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
