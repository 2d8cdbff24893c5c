package main

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/viz"
)

// around is how many bytes of text are shown on each side of evidence, and of the end.
const around = 240

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

// Evidence that is to be coloured stands between these, of Unicode's private use, until lines are wrapped.
const (
	colourOn  = "\ue000"
	colourOff = "\ue001"
)

// mark marks evidence: for colour, or between brackets where there is none.
func (c *console) mark(s string) string {
	switch {
	case c.text.Color:
		return colourOn + printable(s) + colourOff
	case c.text.ASCII:
		return "[[" + printable(s) + "]]"
	}
	return "«" + printable(s) + "»"
}

// coloured is a text with what is marked for colour in reverse, line by line.
func coloured(s string) string {
	const on, off = "\x1b[1;7m", "\x1b[0m"
	var b strings.Builder
	inside := false
	for _, r := range s {
		switch {
		case string(r) == colourOn:
			inside = true
			b.WriteString(on)
		case string(r) == colourOff:
			inside = false
			b.WriteString(off)
		case r == '\n' && inside:
			b.WriteString(off + "\n" + on)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

var noMarks = strings.NewReplacer(colourOn, "", colourOff, "")

// printable is text from data made safe to print, with its spaces and lines kept.
func printable(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for j, word := range words {
			words[j] = viz.Clean(noMarks.Replace(word))
		}
		lines[i] = strings.Join(words, " ")
	}
	return strings.Join(lines, "\n")
}
