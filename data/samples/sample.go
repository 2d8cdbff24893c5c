package samples

import (
	"unicode/utf8"

	"github.com/hsalab/hsalab/data"
)

// Sample is one line of a file.
type Sample struct {
	Task    string `json:"task"`
	Version string `json:"version"`
	Index   int    `json:"index"` // number of the sample in its stream
	Seed    int64  `json:"seed"`  // seed of the stream

	Input        string   `json:"input"`
	AnswerPrefix string   `json:"answer_prefix"`
	Outputs      []string `json:"outputs"` // the reference answers
	Length       int      `json:"length"`  // tokens of prompt and answer together
	Budget       int      `json:"budget"`  // tokens reserved for the answer

	Tokenizer     string     `json:"tokenizer"` // its name
	TokenizerHash string     `json:"tokenizer_hash"`
	Chunk         int        `json:"chunk"` // tokens of a chunk
	Evidence      []Evidence `json:"evidence"`

	Tokens  []int32 `json:"tokens,omitempty"`  // of the whole sequence, where the text need not give them back
	Queries []Query `json:"queries,omitempty"` // the predictions asked for in Tokens
}

// Evidence is a piece of text that answers rest on. Spans are [start, end).
type Evidence struct {
	Text   string `json:"text"`
	Bytes  [2]int `json:"bytes"`  // of input and answer prefix
	Tokens [2]int `json:"tokens"` // that overlap the bytes
	Chunks []int  `json:"chunks"` // that the tokens fall into
}

// Query is one prediction.
type Query struct {
	Position int   `json:"position"` // token whose next one is asked for
	Answer   int32 `json:"answer"`   // the next token
	Evidence []int `json:"evidence"` // numbers of the evidence that it rests on
}

// Text is the sample as one of text, with its evidence located. It has no tokens of its own.
func (s Sample) Text() data.TextSample {
	t := data.TextSample{
		Task: s.Task, Version: s.Version, Index: s.Index, Seed: s.Seed,
		Input: s.Input, AnswerPrefix: s.AnswerPrefix, Outputs: s.Outputs, Length: s.Length, Budget: s.Budget,
	}
	for _, e := range s.Evidence {
		t.Evidence = append(t.Evidence, data.Evidence{
			Text: e.Text, Bytes: data.Span{Start: e.Bytes[0], End: e.Bytes[1]},
			Tokens: data.Span{Start: e.Tokens[0], End: e.Tokens[1]}, Chunks: e.Chunks,
		})
	}
	return t
}

// FromText makes a sample of text a line, its evidence located under the tokenizer in chunks of the given size. Bytes
// that are no UTF-8, such as half a character at a cut, become U+FFFD, as JSON has no other way.
func FromText(t data.TextSample, tok data.Tokenizer, chunk int) (Sample, error) {
	t, tokens, err := printable(t).Locate(tok, chunk)
	if err != nil {
		return Sample{}, err
	}
	return Sample{
		Task: t.Task, Version: t.Version, Index: t.Index, Seed: t.Seed,
		Input: t.Input, AnswerPrefix: t.AnswerPrefix, Outputs: t.Outputs, Length: len(tokens) + t.Budget, Budget: t.Budget,
		Tokenizer: tok.Name(), TokenizerHash: tok.Hash(), Chunk: chunk, Evidence: lines(t.Evidence),
	}, nil
}

func lines(evidence []data.Evidence) []Evidence {
	list := make([]Evidence, len(evidence))
	for i, e := range evidence {
		list[i] = Evidence{e.Text, [2]int{e.Bytes.Start, e.Bytes.End}, [2]int{e.Tokens.Start, e.Tokens.End}, e.Chunks}
	}
	return list
}

// printable is the sample with U+FFFD for each byte that is no UTF-8.
func printable(t data.TextSample) data.TextSample {
	prompt := t.Prompt()
	if utf8.ValidString(prompt) {
		return t
	}
	evidence := make([]data.Evidence, len(t.Evidence))
	for i, e := range t.Evidence {
		e.Bytes.Start = len(valid(prompt[:e.Bytes.Start]))
		e.Text = valid(e.Text)
		e.Bytes.End = e.Bytes.Start + len(e.Text)
		evidence[i] = e
	}
	t.Input, t.AnswerPrefix, t.Evidence = valid(t.Input), valid(t.AnswerPrefix), evidence
	return t
}

// valid is the text as JSON can hold it.
func valid(text string) string { return string([]rune(text)) }
