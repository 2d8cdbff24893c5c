package data

import (
	"fmt"
	"slices"
	"strings"
)

// TextSample is one prompt of a benchmark as text, with the evidence its answer rests on.
type TextSample struct {
	Task    string // such as "niah_single_1" or "qa3"
	Version string // changes whenever the samples of the task change
	Index   int    // number of the sample in its stream
	Seed    int64  // seed of the stream

	Input        string   // the prompt up to the answer prefix
	AnswerPrefix string   // what the answer follows, "" where the task has none
	Outputs      []string // the reference answers
	Length       int      // tokens of Input and AnswerPrefix and the answer's budget together
	Budget       int      // tokens reserved for the answer

	Evidence []Evidence // by increasing first byte
}

// Prompt is the whole text a model answers.
func (s TextSample) Prompt() string { return s.Input + s.AnswerPrefix }

// Evidence is one piece of text that the answer rests on. Bytes is where it lies in the prompt; Tokens and Chunks
// are filled by [TextSample.Locate] for one tokenizer and chunk size.
type Evidence struct {
	Text   string
	Bytes  Span
	Tokens Span  // the tokens that overlap Bytes
	Chunks []int // the chunks those tokens fall into, ascending: two or more where the evidence straddles
}

// Locate gives a copy of the sample whose evidence knows its tokens under the tokenizer and the chunks of the given
// size, and the tokens of the prompt.
func (s TextSample) Locate(tok Tokenizer, chunk int) (TextSample, []int32, error) {
	if chunk < 1 {
		return s, nil, fmt.Errorf("data: chunk size %d: want at least 1", chunk)
	}
	if err := s.CheckEvidence(); err != nil {
		return s, nil, err
	}
	tokens, offsets := tok.EncodeOffsets(s.Prompt())
	s.Evidence = slices.Clone(s.Evidence)
	for i, e := range s.Evidence {
		span := overlapping(offsets, e.Bytes)
		if span.Len() == 0 {
			return s, nil, fmt.Errorf("data: evidence %d of %s has no token under tokenizer %s", i, s.Task, tok.Name())
		}
		s.Evidence[i].Tokens, s.Evidence[i].Chunks = span, span.Chunks(chunk)
	}
	return s, tokens, nil
}

// CheckEvidence verifies that every piece of evidence stands at its bytes in the prompt and that they are in order.
func (s TextSample) CheckEvidence() error {
	prompt, last := s.Prompt(), 0
	for i, e := range s.Evidence {
		b := e.Bytes
		switch {
		case b.Start < 0 || b.End > len(prompt) || b.Start >= b.End:
			return fmt.Errorf("data: evidence %d of %s at bytes %d to %d of a prompt of %d", i, s.Task, b.Start, b.End, len(prompt))
		case prompt[b.Start:b.End] != e.Text:
			return fmt.Errorf("data: evidence %d of %s is %q, its bytes hold %q", i, s.Task, clip(e.Text), clip(prompt[b.Start:b.End]))
		case b.Start < last:
			return fmt.Errorf("data: evidence %d of %s begins before the one ahead of it", i, s.Task)
		}
		last = b.Start
	}
	return nil
}

// overlapping is the range of tokens whose bytes overlap b, NoSpan if there is none.
func overlapping(offsets []Span, b Span) Span {
	first, _ := slices.BinarySearchFunc(offsets, b.Start+1, func(o Span, start int) int { return o.End - start })
	end := first
	for end < len(offsets) && offsets[end].Start < b.End {
		end++
	}
	if end == first {
		return NoSpan
	}
	return Span{first, end}
}

func clip(text string) string {
	const limit = 60
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit], "") + "…"
}
