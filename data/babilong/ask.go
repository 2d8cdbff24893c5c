package babilong

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/babi"
	"github.com/hsalab/hsalab/data/punkt"
	"github.com/hsalab/hsalab/data/taskpack"
)

// Ask is the prompt of a mix as tokens, and what its answer rests on.
type Ask struct {
	Tokens   []int32
	Context  int       // tokens up to the end of the text, before the question
	Supports []Support // in the order of the text, but that the one which names the answer is the last
}

// Support is a supporting fact in a prompt.
type Support struct {
	Tokens data.Span
	Value  int // where the answer stands in it, or else its last token
}

// Ask joins the mix and its prompt token by token, without a way through text: what that of [Mix.Sample] is encoded to,
// but where the background was cut inside a word. It is how models are asked that train on such prompts, at 8M tokens too.
func (m Mix) Ask(pack taskpack.BABILong) (Ask, error) {
	before, after, err := Around(pack, m.Question)
	if err != nil {
		return Ask{}, err
	}
	tokens := slices.Grow(m.tok.Encode(before), m.length+len(after))
	spans := make([]data.Span, 0, len(m.facts))
	start := len(tokens)
	for i, piece := range m.pieces {
		if len(tokens) == start {
			piece = m.tok.Encode(strings.TrimLeftFunc(m.tok.Decode(piece), punkt.IsSpace))
		}
		if len(spans) < len(m.facts) && m.facts[len(spans)] == i {
			spans = append(spans, data.Span{Start: len(tokens), End: len(tokens) + len(piece)})
		}
		tokens = append(tokens, piece...)
	}
	end := len(tokens)
	tokens = append(tokens, m.tok.Encode(after)...)
	return Ask{tokens, end, m.supports(tokens, spans)}, nil
}

// Around is what the prompt of a question says before and after its context.
func Around(pack taskpack.BABILong, q babi.Question) (before, after string, err error) {
	text, at, err := Prompt(pack, q.Task, "", q.Text)
	if err != nil {
		return "", "", err
	}
	return text[:at], text[at:], nil
}

// supports are the supporting facts of the question among the facts at spans of tokens.
func (m Mix) supports(tokens []int32, spans []data.Span) []Support {
	answer := m.tok.Encode(" " + m.Question.Answer.String())
	var list []Support
	for _, i := range SupportOrder(m.Question) {
		value := spans[i].End - 1
		if at := find(tokens[spans[i].Start:spans[i].End], answer); at >= 0 {
			value = spans[i].Start + at
		}
		list = append(list, Support{spans[i], value})
	}
	return list
}

// SupportOrder is the supports of a question, with the last one that names the answer at the end: where it can be read.
// The others, and all where none names it, are in the order of the text.
func SupportOrder(q babi.Question) []int {
	order := slices.Clone(q.Supports)
	answer := q.Answer.String()
	for i := len(order) - 1; i >= 0; i-- {
		if strings.Contains(q.Statements[order[i]], answer) {
			return append(slices.Delete(order, i, i+1), q.Supports[i])
		}
	}
	return order
}

// find is where a run of tokens begins in others, -1 if it does not stand there.
func find(tokens, run []int32) int {
	for i := 0; i+len(run) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(run)], run) {
			return i
		}
	}
	return -1
}
