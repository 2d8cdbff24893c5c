package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/viz"
)

// view is a sample as it is shown.
type view struct {
	title     string
	sample    data.TextSample // with its evidence located
	tokenizer string
	chunk     int
	tokens    int                // in all
	token     func(n int) string // the text of a token
	note      string
}

// around is how many bytes of text are shown on each side of evidence, and of the end.
const around = 240

// view prints a sample.
func (c *console) view(v view, most int, full bool) {
	s := v.sample
	c.say("%s: %d tokens (%s), %d chunks of %d", v.title, v.tokens, printable(v.tokenizer), (v.tokens+v.chunk-1)/v.chunk, v.chunk)
	c.say("answer: %s", printable(strings.Join(s.Outputs, ", ")))
	if v.note != "" {
		c.say("%s", v.note)
	}
	shown := s.Evidence[:min(most, len(s.Evidence))]
	c.heading("text")
	c.say("%s", c.wrapped(c.marked(s.Prompt(), shown, full), ""))
	c.heading("evidence")
	for i, e := range shown {
		c.evidence(v, i, e)
	}
	if rest := len(s.Evidence) - len(shown); rest > 0 {
		c.say("and %d more (--most %d shows all)", rest, len(s.Evidence))
	}
	if len(s.Evidence) == 0 {
		c.say("none")
	}
}

// marked is a text with its evidence marked. Unless it is to be full, what lies far from all evidence is left out.
func (c *console) marked(prompt string, evidence []data.Evidence, full bool) string {
	var b strings.Builder
	at := 0
	for _, e := range evidence {
		start, end := max(at, e.Bytes.Start), max(at, e.Bytes.End)
		b.WriteString(c.between(prompt[at:start], at > 0, true, full))
		if start < end {
			b.WriteString(c.mark(prompt[start:end]))
		}
		at = end
	}
	b.WriteString(c.between(prompt[at:], at > 0, false, full))
	return strings.TrimPrefix(b.String(), "\n")
}

// between is the text between two marks, its middle left out where it is long. Open ends have no mark beside them: of a
// start nothing need be shown, an end holds the question.
func (c *console) between(s string, markBefore, markAfter, full bool) string {
	head, tail := 0, around
	if markBefore {
		head = around
	}
	if !markAfter {
		tail = 2 * around
	}
	if full || len(s) <= head+tail+around {
		return printable(s)
	}
	first := strings.ToValidUTF8(s[:head], "")
	last := strings.ToValidUTF8(s[len(s)-tail:], "")
	return printable(first) + fmt.Sprintf("\n%s %d bytes %s\n", c.dots(), len(s)-len(first)-len(last), c.dots()) + printable(last)
}

// evidence prints one piece with the tokens of each chunk that it falls into.
func (c *console) evidence(v view, i int, e data.Evidence) {
	place := float64(e.Tokens.Start) / float64(max(1, v.tokens-1))
	c.say("%d  %s", i+1, text.Snip(viz.Clean(e.Text), c.columns()-3, c.dots()))
	c.say("   bytes %d to %d, tokens %d to %d, depth %.0f %%", e.Bytes.Start, e.Bytes.End, e.Tokens.Start, e.Tokens.End, 100*place)
	for _, chunk := range e.Chunks {
		from, to := max(e.Tokens.Start, chunk*v.chunk), min(e.Tokens.End, (chunk+1)*v.chunk)
		var tokens []string
		for n := from; n < to; n++ {
			tokens = append(tokens, c.visible(v.token(n)))
		}
		c.say("%s", c.wrapped(fmt.Sprintf("chunk %d: %s", chunk, strings.Join(tokens, " ")), "   "))
	}
}

// mark marks evidence: in colour, line by line, or between brackets where there is none.
func (c *console) mark(s string) string {
	switch {
	case c.text.Color:
		return "\x1b[1;7m" + strings.ReplaceAll(printable(s), "\n", "\x1b[0m\n\x1b[1;7m") + "\x1b[0m"
	case c.text.ASCII:
		return "[[" + printable(s) + "]]"
	}
	return "«" + printable(s) + "»"
}

// columns is how wide lines may be.
func (c *console) columns() int { return cmp.Or(c.text.Width, 80) }

// wrapped is a text in lines that fit, each behind an indent.
func (c *console) wrapped(s, indent string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(s, "\n") {
		for part := range strings.SplitSeq(text.WrapSoft(line, c.columns()-len(indent)), "\n") {
			b.WriteString("\n" + strings.TrimRight(indent+part, " "))
		}
	}
	return b.String()[1:]
}

// dots stand for what is left out.
func (c *console) dots() string {
	if c.text.ASCII {
		return "..."
	}
	return "…"
}

// visible is the text of a token with its white space to be seen.
func (c *console) visible(token string) string {
	space, line := "·", "↵"
	if c.text.ASCII {
		space, line = "_", "\\n"
	}
	return printable(strings.NewReplacer(" ", space, "\n", line).Replace(token))
}

// printable is text from data made safe to print, with its spaces and lines kept.
func printable(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, word := range words {
			words[j] = viz.Clean(word)
		}
		lines[i] = strings.Join(words, " ")
	}
	return strings.Join(lines, "\n")
}
