package ruler

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data"
)

// draft is one try of a sample: the whole prompt with its answers, not yet known to fit.
type draft struct {
	prompt  string
	answers []string
	gold    []data.Span // the evidence, in bytes of the prompt, by increasing first byte
}

// writer writes a prompt and notes evidence as it goes.
type writer struct {
	strings.Builder
	gold []data.Span
}

// piece writes a text, and notes it as evidence if it is gold.
func (w *writer) piece(text string, gold bool) {
	start := w.Len()
	w.WriteString(text)
	if gold && text != "" {
		w.gold = append(w.gold, data.Span{Start: start, End: w.Len()})
	}
}

func (w *writer) draft(answers []string) draft { return draft{w.String(), answers, w.gold} }

// sample cuts the answer prefix off a draft, at the last place where the pack's prefix begins, and makes it a sample of
// the task.
func (s *settings) sample(index int, d draft, tokens int) (data.TextSample, error) {
	begins := firstRunes(s.prompt.AnswerPrefix, 10)
	cut := strings.LastIndex(d.prompt, begins)
	if cut < 0 {
		return data.TextSample{}, fmt.Errorf("ruler: pack %s: the prompt of %s does not hold %q, the start of its answer_prefix", s.pack.Name, s.name, begins)
	}
	t := data.TextSample{
		Task: s.name, Version: Version, Index: index, Seed: s.run.Seed,
		Input: d.prompt[:cut], AnswerPrefix: d.prompt[cut:], Outputs: d.answers,
		Length: tokens + s.prompt.Budget, Budget: s.prompt.Budget,
	}
	for _, g := range d.gold {
		t.Evidence = append(t.Evidence, data.Evidence{Text: d.prompt[g.Start:g.End], Bytes: g})
	}
	return t, nil
}

// firstRunes is the start of a text: n characters, or all.
func firstRunes(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
