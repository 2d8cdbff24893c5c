package recall_test

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// fact is a needle as it is read from tokens.
type fact struct {
	id    int // what is asked: key, or value of a reversed task
	span  data.Span
	value int // token index of what answers
}

// parsed is what a solver knows of a context.
type parsed struct {
	task   *recall.Symbols
	config recall.Config
	facts  []fact
}

// kind is the letter of a token, "?" outside the vocabulary, and its number.
func (p parsed) kind(token int32) (byte, int) {
	name := p.task.Token(token)
	n, err := strconv.Atoi(name[1:])
	if err != nil {
		return '?', 0
	}
	return name[0], n
}

// key reads the key at the start of tokens, and its number of tokens, 0 if there is none.
func (p parsed) key(tokens []int32) (id, n int) {
	if len(tokens) == 0 {
		return 0, 0
	}
	kind, number := p.kind(tokens[0])
	switch {
	case kind == 'k':
		return number, 1
	case kind != 'a' || len(tokens) < 2:
		return 0, 0
	}
	second, other := p.kind(tokens[1])
	if second != 'b' {
		return 0, 0
	}
	side := 1
	for side*side < p.config.Keys {
		side++
	}
	return number*side + other, 2
}

// parse reads a context from its start: needles, and noise between them.
func parse(task *recall.Symbols, context []int32) (parsed, error) {
	p := parsed{task: task, config: task.Config()}
	for at := 0; at < len(context); {
		if kind, _ := p.kind(context[at]); kind == 'n' {
			at++
			continue
		}
		id, n := p.key(context[at:])
		if n == 0 || at+n >= len(context) {
			return p, fmt.Errorf("token %d, %s, begins no needle", at, task.Token(context[at]))
		}
		kind, number := p.kind(context[at+n])
		if kind != 'v' && !(p.config.Hops > 0 && kind == 'k') {
			return p, fmt.Errorf("token %d, %s, is no value", at+n, task.Token(context[at+n]))
		}
		f := fact{id: id, span: data.Span{Start: at, End: at + n + 1}, value: at + n}
		if p.config.Reverse {
			f.id, f.value = number, at
		}
		p.facts = append(p.facts, f)
		at += n + 1
	}
	return p, nil
}

func (p parsed) placements() []data.Placement {
	var all []data.Placement
	for _, f := range p.facts {
		all = append(all, data.Placement{Key: int32(f.id), Value: int32(f.value)})
	}
	return all
}

// asked is one question of a tail with its solution.
type asked struct {
	id      int
	way     []data.Hop // every needle that the answer rests on
	queries []data.Query
}

// ask reads the questions from the tail, solves each and compares the solution with the answer that stands there.
func (p parsed) ask(tokens []int32, from int) ([]asked, error) {
	var all []asked
	for at := from; at < len(tokens); {
		kind, number := p.kind(tokens[at])
		if kind == 'n' && len(all) == 0 {
			at++
			continue
		}
		id, n := p.key(tokens[at:])
		if p.config.Reverse && kind == 'v' {
			id, n = number, 1
		}
		if n == 0 {
			return nil, fmt.Errorf("token %d, %s, begins no question", at, p.task.Token(tokens[at]))
		}
		q, err := p.solve(id, tokens, at+n-1)
		if err != nil {
			return nil, fmt.Errorf("question at token %d: %w", at, err)
		}
		all = append(all, q)
		at += n + len(q.queries)
	}
	return all, nil
}

// solve answers the question for id whose last token is at position.
func (p parsed) solve(id int, tokens []int32, position int) (asked, error) {
	way, err := p.way(id, tokens)
	if err != nil {
		return asked{}, err
	}
	q := asked{id: id, way: way}
	c := p.config
	switch {
	case c.Answer == recall.Newest:
		way = way[len(way)-1:]
	case c.Answer == recall.Oldest:
		way = way[:1]
	case c.Hops > 0 && !c.Listed:
		q.queries = []data.Query{p.query(way, tokens, position, 0)}
		way = nil
	}
	for part := range way {
		q.queries = append(q.queries, p.query(way[part:part+1], tokens, position+part, part))
	}
	for _, query := range q.queries {
		if query.Position+1 >= len(tokens) || tokens[query.Position+1] != query.Answer {
			return q, fmt.Errorf("the answer after token %d is %s", query.Position, p.task.Token(query.Answer))
		}
	}
	return q, nil
}

// way finds the needles that an answer about id rests on: those of a repeated key, the chain, or the only one.
func (p parsed) way(id int, tokens []int32) ([]data.Hop, error) {
	want := max(1, p.config.Repeats)
	var way []data.Hop
	seen := map[int32]bool{}
	for {
		var found []data.Hop
		for _, f := range p.facts {
			if f.id == id {
				found = append(found, data.Hop{Key: id, Evidence: f.span, Value: f.value, Chunk: f.value / p.config.Chunk})
			}
		}
		if len(found) != want {
			return nil, fmt.Errorf("%d has %d needles, want %d", id, len(found), want)
		}
		for _, h := range found {
			if value := tokens[h.Value]; seen[value] {
				return nil, fmt.Errorf("%d has the value %s twice", id, p.task.Token(value))
			}
			seen[tokens[h.Value]] = true
		}
		way = append(way, found...)
		kind, number := p.kind(tokens[way[len(way)-1].Value])
		if p.config.Hops == 0 || kind == 'v' {
			break
		}
		id = number
	}
	if c := p.config; c.Hops > 0 && (len(way) < c.Shallowest || len(way) > c.Hops) {
		return nil, fmt.Errorf("%d hops, want %d to %d", len(way), c.Shallowest, c.Hops)
	}
	return way, nil
}

func (p parsed) query(way []data.Hop, tokens []int32, position, part int) data.Query {
	last := way[len(way)-1]
	q := data.Query{
		Position: position, Answer: tokens[last.Value], Key: last.Key,
		Evidence: last.Evidence, Value: last.Value, Chunk: last.Chunk, Part: part,
	}
	if len(way) > 1 {
		q.Hops = slices.Clone(way)
	}
	return q
}
