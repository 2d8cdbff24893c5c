package samples

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/needles"
)

// Spaced is the tokenizer of lines whose tokens stand in the text with one space between them: those of recall tasks,
// which have a vocabulary and no tokenizer.
const Spaced = "spaced"

// FromTask makes a sample of a task, which asks many times, a line. Its text is all tokens, answers too, with spaces
// between them. Chunks have the given size, whatever that of the task.
func FromTask(task data.Task, s data.Sample, seed uint64, index, chunk int) Sample {
	words := make([]string, len(s.Tokens))
	starts := make([]int, len(s.Tokens)+1)
	for i, id := range s.Tokens {
		words[i] = task.Token(id)
		starts[i+1] = starts[i] + len(words[i]) + 1
	}
	line := Sample{
		Task: task.Name(), Version: task.Version(), Index: index, Seed: int64(seed),
		Input: strings.Join(words, " "), Length: len(s.Tokens),
		Tokenizer: Spaced, TokenizerHash: task.Hash(), Chunk: chunk, Tokens: s.Tokens,
	}
	spans := evidenceOf(s.Queries)
	for _, span := range spans {
		text := strings.Join(words[span.Start:span.End], " ")
		bytes := [2]int{starts[span.Start], starts[span.Start] + len(text)}
		line.Evidence = append(line.Evidence, Evidence{text, bytes, [2]int{span.Start, span.End}, span.Chunks(chunk)})
	}
	for _, q := range s.Queries {
		line.Outputs = append(line.Outputs, words[q.Position+1])
		line.Queries = append(line.Queries, Query{q.Position, q.Answer, numbers(spans, q)})
	}
	return line
}

// evidenceOf is the different spans that the queries rest on, increasing.
func evidenceOf(queries []data.Query) []data.Span {
	var spans []data.Span
	for _, q := range queries {
		for _, step := range q.Steps() {
			spans = append(spans, step.Evidence)
		}
	}
	slices.SortFunc(spans, func(a, b data.Span) int { return a.Start - b.Start })
	return slices.Compact(spans)
}

// numbers is where the spans of a query stand in the list, in the order of its steps.
func numbers(spans []data.Span, q data.Query) []int {
	found := []int{}
	for _, step := range q.Steps() {
		found = append(found, slices.Index(spans, step.Evidence))
	}
	return found
}

// FromNeedles makes a sample of the HSA group's tasks a line. Its text is what the tokens of the prompt decode to; every
// scored token of the answer is a query that rests on all evidence. Bytes that are no UTF-8 become U+FFFD.
func FromNeedles(s needles.Sample, tok data.Tokenizer, chunk int) (Sample, error) {
	s, err := s.Locate(tok, chunk)
	if err != nil {
		return Sample{}, err
	}
	t := printable(data.TextSample{Input: tok.Decode(s.Tokens[:s.Prompt]), Evidence: s.Evidence})
	line := Sample{
		Task: s.Task.String(), Version: needles.Version, Index: s.Index, Seed: s.Seed,
		Input: t.Input, Outputs: []string{valid(tok.Decode(s.Want()))}, Length: len(s.Tokens), Budget: len(s.Tokens) - s.Prompt,
		Tokenizer: tok.Name(), TokenizerHash: tok.Hash(), Chunk: chunk, Evidence: lines(t.Evidence), Tokens: s.Tokens,
	}
	all := make([]int, len(s.Evidence))
	for i := range all {
		all[i] = i
	}
	at := s.Positions()
	for i, answer := range s.Want() {
		line.Queries = append(line.Queries, Query{at.Start + i, answer, all})
	}
	return line, nil
}
