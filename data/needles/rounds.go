package needles

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data"
)

// Rounds is a sequence in which a task is asked several times: the needles of all rounds lie in one haystack, the
// questions follow it, each with its answer. A model in training is asked more often that way than by one question in
// thousands of tokens.
type Rounds struct {
	Task   Task
	Tokens []int32 // as many as were asked for
	Tail   int     // tokens of all questions and answers, at the end
	Asked  []Asked // in order
}

// Asked is one question of [Rounds].
type Asked struct {
	Answer data.Span // its answer, with EOS
	Scored data.Span // the tokens of the answer that are scored
	Tokens []Token   // where each token of Answer comes from
}

// Token is where a token of an answer comes from.
type Token struct {
	Evidence data.Span // the needle that holds its piece of the answer; [data.NoSpan] for separators and EOS
	Value    int       // the same token in that needle, -1 if the needle's text is cut into other tokens
}

// MakeRounds is [Maker.Make] with so many rounds of needles, questions and answers; one round has the tokens of Make. It
// fails on several rounds of S-N, whose question names no key.
func (m *Maker) MakeRounds(c Config, rounds int, source Source) (Rounds, error) {
	switch {
	case rounds < 1:
		return Rounds{}, fmt.Errorf("needles: %d rounds: want 1 or more", rounds)
	case rounds > 1 && c.Task == SingleNeedle:
		return Rounds{}, fmt.Errorf("needles: %d rounds of %v: its question names no key, so it can be asked once", rounds, c.Task)
	}
	if err := c.check(); err != nil {
		return Rounds{}, err
	}
	rng := ownDraws(c)
	all := make([]draft, rounds)
	var joined draft
	for i := range all {
		d, err := m.draft(c.Task, rng, c.Key, c.Size)
		if err != nil {
			return Rounds{}, err
		}
		all[i] = d
		joined.needles = append(joined.needles, d.needles...)
		joined.question = slices.Concat(joined.question, d.question, d.answer)
	}
	room, err := joined.room(c.Task, c.Length)
	if err != nil {
		return Rounds{}, err
	}
	haystack, err := take(source, room)
	if err != nil {
		return Rounds{}, err
	}
	s := m.build(c.Task, c.Seed, joined, haystack, drawPlaces(rng, joined, room, c.Depth))
	return m.ask(s, all), nil
}

// ask finds the question and the needles of each round in the sample that holds all of them.
func (m *Maker) ask(s Sample, all []draft) Rounds {
	r := Rounds{Task: s.Task, Tokens: s.Tokens}
	for _, d := range all {
		r.Tail += len(d.question) + len(d.answer)
	}
	at := len(s.Tokens) - r.Tail
	for _, d := range all {
		start := at + len(d.question)
		at = start + len(d.answer)
		r.Asked = append(r.Asked, Asked{
			Answer: data.Span{Start: start, End: at},
			Scored: data.Span{Start: start + d.scored.Start, End: start + d.scored.End},
			Tokens: s.origins(d),
		})
	}
	return r
}

// origins says for each token of a draft's answer where it comes from.
func (s Sample) origins(d draft) []Token {
	tokens := make([]Token, len(d.answer))
	for i := range tokens {
		tokens[i] = Token{Evidence: data.NoSpan, Value: -1}
	}
	for _, p := range d.parts {
		needle := s.placeOf(p.needle)
		piece := d.answer[p.answer.Start:p.answer.End]
		for i := range piece {
			tokens[p.answer.Start+i] = Token{Evidence: needle, Value: s.find(needle, piece, i)}
		}
	}
	return tokens
}

// placeOf is where the evidence with these tokens lies.
func (s Sample) placeOf(needle []int32) data.Span {
	for _, e := range s.Evidence {
		if slices.Equal(needle, s.Tokens[e.Tokens.Start:e.Tokens.End]) {
			return e.Tokens
		}
	}
	return data.NoSpan
}

// find is where a needle holds token i of a piece of the answer: within the whole piece if the needle has it token for
// token, or else where the token last stands in the needle; -1 if nowhere.
func (s Sample) find(needle data.Span, piece []int32, i int) int {
	for at := needle.End - len(piece); at >= needle.Start; at-- {
		if slices.Equal(s.Tokens[at:at+len(piece)], piece) {
			return at + i
		}
	}
	for at := needle.End - 1; at >= needle.Start && needle.Start >= 0; at-- {
		if s.Tokens[at] == piece[i] {
			return at
		}
	}
	return -1
}
