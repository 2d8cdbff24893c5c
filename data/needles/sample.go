package needles

import (
	"fmt"

	"github.com/hsalab/hsalab/data"
)

// Sample is one sequence of tokens: the haystack with its needles, the question, the answer and EOS.
type Sample struct {
	Task     Task
	Seed     int64           // of the stream, or the product that a span gives
	Index    int             // number of the sample in its stream
	Tokens   []int32         // as many as were asked for
	Prompt   int             // tokens before the answer
	Scored   data.Span       // the tokens of the answer that are scored
	Evidence []data.Evidence // the needles that the answer rests on, by increasing token
	Others   []data.Span     // the tokens of all other needles, increasing
}

// Answer is the whole answer, with EOS.
func (s Sample) Answer() []int32 { return s.Tokens[s.Prompt:] }

// Want is the scored tokens, which a model must choose all.
func (s Sample) Want() []int32 { return s.Tokens[s.Scored.Start:s.Scored.End] }

// Positions are the tokens whose next tokens are scored: where a teacher-forced forward pass is read.
func (s Sample) Positions() data.Span {
	return data.Span{Start: s.Scored.Start - 1, End: s.Scored.End - 1}
}

// Result is the score of one sample.
type Result struct {
	Exact bool // every scored token is right: what the group's accuracy counts
	Right int  // scored tokens that are right
	Total int  // scored tokens
}

// Score compares the tokens that a model chose at [Sample.Positions], in order, with the answer. It fails if their
// number is not that of the positions.
func (s Sample) Score(chosen []int32) (Result, error) {
	want := s.Want()
	if len(chosen) != len(want) {
		return Result{}, fmt.Errorf("needles: %d chosen tokens for %d scored positions", len(chosen), len(want))
	}
	r := Result{Total: len(want)}
	for i, token := range chosen {
		if token == want[i] {
			r.Right++
		}
	}
	r.Exact = r.Right == r.Total
	return r, nil
}

// Locate gives a copy of the sample whose evidence knows its bytes in the text that the tokenizer decodes the tokens to,
// and the chunks of the given size.
func (s Sample) Locate(tok data.Tokenizer, chunk int) (Sample, error) {
	if chunk < 1 {
		return s, fmt.Errorf("needles: chunk size %d: want at least 1", chunk)
	}
	evidence := make([]data.Evidence, len(s.Evidence))
	bytes, token := 0, 0
	for i, e := range s.Evidence {
		bytes += len(tok.Decode(s.Tokens[token:e.Tokens.Start]))
		e.Bytes = data.Span{Start: bytes, End: bytes + len(e.Text)}
		bytes, token = e.Bytes.End, e.Tokens.End
		e.Chunks = e.Tokens.Chunks(chunk)
		evidence[i] = e
	}
	s.Evidence = evidence
	return s, nil
}
