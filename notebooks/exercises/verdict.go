package exercises

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Verdict is what is said of an answer.
type Verdict struct {
	Right bool
	Text  string // why it is right, or a hint
}

// String is the verdict as a line.
func (v Verdict) String() string {
	if v.Right {
		return "✓ Right. " + v.Text
	}
	return "✗ Not yet. " + v.Text
}

// Judge says whether an answer is right, and if not, what may help: the hint for the mistake where it is a usual one,
// else the first hint. An answer that panics, as a function may, is wrong, and the panic is the hint.
func (e Exercise[A]) Judge(answer A) (v Verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = Verdict{Text: fmt.Sprintf("That stopped with: %v.", r)}
		}
	}()
	if e.Right(answer) {
		return Verdict{Right: true, Text: e.Why}
	}
	for _, m := range e.Mistakes {
		if m.Is(answer) {
			return Verdict{Text: m.Hint}
		}
	}
	return Verdict{Text: e.Hints[0]}
}

// width is how many columns an output of a notebook shows for sure.
const width = 96

// wrapped breaks a text between words.
func wrapped(text string) string {
	var out strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i > 0 && column+1+n > width:
			out.WriteByte('\n')
			column = 0
		case i > 0:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += n
	}
	return out.String()
}
