package needles

import (
	"fmt"
	"slices"
	"sort"

	"github.com/hsalab/hsalab/data"
)

// Version is the version of the samples: it changes whenever the same config would give others.
const Version = "1"

// Questions is one of the group's tasks as a [data.Task]: samples of any length whose haystack is a stretch of a text
// from a random place on, wrapped around its end where it is longer. Each scored token of an answer is a query, and the
// answer counts if all of them are right.
type Questions struct {
	maker    *Maker
	task     Task
	chunk    int
	haystack []int32
	depth    float64
	hash     string
}

var _ data.Task = (*Questions)(nil)

// NewQuestions is the task over a haystack of token ids, which it keeps, for models with the given chunk size. The maker
// must have the tokenizer of the haystack; strings is the fingerprint of the maker's strings.
func NewQuestions(maker *Maker, task Task, chunk int, haystack []int32, strings string) (*Questions, error) {
	switch {
	case task == FrequentWords:
		return nil, fmt.Errorf("needles: %v has no needles to retrieve: want S-N, MQ-N or VT", task)
	case chunk < 1:
		return nil, fmt.Errorf("needles: chunk size %d: want at least 1", chunk)
	case len(haystack) == 0:
		return nil, fmt.Errorf("needles: the haystack is empty: want at least one token")
	}
	q := &Questions{maker: maker, task: task, chunk: chunk, haystack: haystack, depth: RandomDepth}
	q.hash = data.Hash(struct{ Name, Version, Tokenizer, Strings, Haystack string }{
		q.Name(), q.Version(), maker.tok.Hash(), strings, data.HashTokens(haystack),
	})
	return q, nil
}

// At is the task with its evidence at a depth of the haystack, as in [Config], from 0 (first) to 1 (last).
func (q *Questions) At(depth float64) (*Questions, error) {
	if !(depth >= 0 && depth <= 1) {
		return nil, fmt.Errorf("needles: depth %v: want 0 to 1", depth)
	}
	at := *q
	at.depth = depth
	at.hash = data.Hash(struct {
		Anywhere string
		Depth    float64
	}{q.hash, depth})
	return &at, nil
}

// Name is the task's, such as "S-N".
func (q *Questions) Name() string { return q.task.String() }

// Version is the version of the generator.
func (q *Questions) Version() string { return Version }

// Hash is the fingerprint of strings, tokenizer and haystack.
func (q *Questions) Hash() string { return q.hash }

// Vocab is that of the tokenizer.
func (q *Questions) Vocab() int { return q.maker.tok.Vocab() }

// Token is the text of a token.
func (q *Questions) Token(id int32) string { return q.maker.tok.Decode([]int32{id}) }

// Chance is 0: an answer of several tokens is not guessed.
func (q *Questions) Chance() float64 { return 0 }

// Queries is 0: the number of scored tokens differs from sample to sample.
func (q *Questions) Queries(length, tail int) int { return 0 }

// Sample makes sample number index of the stream named by seed. Its tail holds question and answer and is as short as
// they are; it fails where they take more than tail tokens.
func (q *Questions) Sample(seed uint64, index, length, tail int) (data.Sample, error) {
	if err := data.CheckSize(index, length, tail); err != nil {
		return data.Sample{}, err
	}
	config := Config{Task: q.task, Length: length, Depth: q.depth, Seed: int64(seed), Index: index}
	r, err := q.maker.MakeRounds(config, 1, q.stretch(config))
	if err != nil {
		return data.Sample{}, err
	}
	if r.Tail > tail {
		return data.Sample{}, fmt.Errorf("needles: question and answer of %v take %d tokens, the tail has %d", q.task, r.Tail, tail)
	}
	return q.sample(r), nil
}

// stretch is the haystack from a random place on, as often as it takes.
func (q *Questions) stretch(c Config) Source {
	return func(n int) ([]int32, error) {
		start := data.Rand("needles haystack", uint64(c.Seed), uint64(c.Index)).IntN(len(q.haystack))
		tokens := make([]int32, 0, n)
		for len(tokens) < n {
			tokens = append(tokens, q.haystack[start:min(len(q.haystack), start+n-len(tokens))]...)
			start = 0
		}
		return tokens, nil
	}
}

// sample turns the scored tokens of the only round into queries.
func (q *Questions) sample(r Rounds) data.Sample {
	s := data.Sample{Tokens: r.Tokens, Tail: r.Tail}
	asked := r.Asked[0]
	keys := map[int]int{} // by the first token of the needle
	for at := asked.Scored.Start; at < asked.Scored.End; at++ {
		token := asked.Tokens[at-asked.Answer.Start]
		query := data.Query{Position: at - 1, Answer: r.Tokens[at], Evidence: data.NoSpan, Value: -1, Chunk: -1, Part: at - asked.Scored.Start}
		if token.Value >= 0 {
			if _, ok := keys[token.Evidence.Start]; !ok {
				keys[token.Evidence.Start] = len(keys)
			}
			query.Evidence, query.Value, query.Chunk = token.Evidence, token.Value, token.Value/q.chunk
			query.Key = keys[token.Evidence.Start]
			s.Needles = append(s.Needles, data.Placement{Key: int32(query.Key), Value: int32(token.Value)})
		}
		s.Queries = append(s.Queries, query)
	}
	sort.Slice(s.Needles, func(i, j int) bool { return s.Needles[i].Value < s.Needles[j].Value })
	s.Needles = slices.Compact(s.Needles)
	return s
}
