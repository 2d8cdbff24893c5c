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
	c.say("%s", coloured(c.wrapped(c.marked(s.Prompt(), shown, full), "")))
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

// columns is how wide lines may be.
func (c *console) columns() int { return max(20, cmp.Or(c.text.Width, 80)) }

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
