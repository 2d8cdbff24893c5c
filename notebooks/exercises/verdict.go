package exercises

import "fmt"

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
			v = Verdict{Text: fmt.Sprintf("Your function stopped with: %v.", r)}
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
