package mixture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
)

// PromptMaker makes prompt number index of the stream named by seed, with its answer no longer than length tokens, as
// RULER and BABILong do.
type PromptMaker func(seed uint64, index, length int) (data.TextSample, error)

// Prompts is a benchmark whose samples are text: running text and the end of its document, then the prompt, then a
// space and the answers, joined by ", ", then the end. All tokens of the answer and the end are to be predicted.
type Prompts struct {
	name, hash string
	make       PromptMaker
	tok        data.Tokenizer
	filler     Text
}

var _ Source = Prompts{}

// NewPrompts is the source of a benchmark under a name. The hash is the fingerprint of all that the maker's prompts
// depend on beside their arguments. The tokenizer must be that of the text, and have an EOS.
func NewPrompts(name, hash string, maker PromptMaker, tok data.Tokenizer, filler Text) (Prompts, error) {
	if err := checkPrompts(tok, filler); err != nil {
		return Prompts{}, err
	}
	return Prompts{name, hash, maker, tok, filler}, nil
}

// checkPrompts refuses a tokenizer that prompts in a text cannot have.
func checkPrompts(tok data.Tokenizer, text Text) error {
	switch used := text.tokens.info; {
	case tok.EOS() < 0:
		return fmt.Errorf("mixture: tokenizer %s has no EOS, with which answers end: choose another", tok.Name())
	case tok.Hash() != used.TokenizerHash:
		return fmt.Errorf("mixture: the text has the tokens of %s, the prompts of %s: use one tokenizer", used.Tokenizer, tok.Name())
	}
	return nil
}

// Name is the name it was given.
func (p Prompts) Name() string { return p.name }

// Hash is the fingerprint of benchmark and text.
func (p Prompts) Hash() string {
	return data.Hash(struct{ Name, Prompts, Text string }{p.name, p.hash, p.filler.Hash()})
}

// Vocab is that of the tokenizer.
func (p Prompts) Vocab() int { return p.tok.Vocab() }

// Sample is a prompt with its answer at the end of the sequence. It fails where they do not fit.
func (p Prompts) Sample(seed uint64, index, length int) (Example, error) {
	s, err := p.make(seed, index, length)
	if err != nil {
		return Example{}, err
	}
	s, prompt, err := s.Locate(p.tok, 1)
	if err != nil {
		return Example{}, err
	}
	answer := append(p.tok.Encode(" "+strings.Join(s.Outputs, ", ")), p.tok.EOS())
	room := length - len(prompt) - len(answer)
	if room < 0 {
		return Example{}, fmt.Errorf("mixture: %s: prompt and answer take %d tokens of %d: give a greater length", p.name, len(prompt)+len(answer), length)
	}
	filler, err := p.filler.span("mixture filler", seed, index, room)
	if err != nil {
		return Example{}, err
	}
	if room > 0 {
		filler[room-1] = p.tok.EOS()
	}
	e := Example{Tokens: slices.Concat(filler, prompt, answer)}
	e.Answers = answersAt(length-len(answer)-1, len(answer), evidenceAt(room, s.Evidence))
	return e, nil
}

// evidenceAt is the tokens of evidence in a prompt that begins at token start.
func evidenceAt(start int, evidence []data.Evidence) []data.Span {
	var spans []data.Span
	for _, e := range evidence {
		spans = append(spans, data.Span{Start: start + e.Tokens.Start, End: start + e.Tokens.End})
	}
	return spans
}

// answersAt are count answers at positions from the first on.
func answersAt(first, count int, evidence []data.Span) []Answer {
	answers := make([]Answer, count)
	for i := range answers {
		answers[i] = Answer{Position: first + i, Evidence: evidence, Value: -1, Key: -1}
	}
	return answers
}
