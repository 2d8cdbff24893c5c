package exercises

import (
	"fmt"
	"io"
	"os"
)

// An Exercise asks for an answer of type A: a number, a list of numbers, or a function that the reader writes.
type Exercise[A any] struct {
	Name  string   // such as "stick-weights", the same in package solutions
	Task  string   // what is asked
	Hints []string // each tells more than the one before
	Why   string   // said of a right answer: what it shows

	// Blank reports that an answer is not one yet, such as the empty function that a cell starts with; nil for none.
	Blank func(A) bool

	// Right reports whether an answer is right.
	Right func(A) bool
	// Mistakes are the usual wrong answers. The first that fits an answer gives the hint.
	Mistakes []Mistake[A]
}

// A Mistake is a usual wrong answer, and the hint that helps whoever gave it.
type Mistake[A any] struct {
	Is   func(A) bool
	Hint string
}

// Check prints the verdict on an answer; without one, it asks.
func (e Exercise[A]) Check(answer ...A) { e.write(os.Stdout, answer) }

// Hint prints hint n, counted from 1.
func (e Exercise[A]) Hint(n int) {
	if n < 1 || n > len(e.Hints) {
		fmt.Printf("There are hints 1 to %d; the solution is in notebooks/exercises/solutions.\n", len(e.Hints))
		return
	}
	fmt.Println(wrapped(fmt.Sprintf("Hint %d of %d: %s", n, len(e.Hints), e.Hints[n-1])))
}

func (e Exercise[A]) write(w io.Writer, answer []A) {
	if len(answer) == 0 {
		fmt.Fprintf(w, "%s\n\nPut your answer between the parentheses of Check. Hint(1) to Hint(%d) help.\n", wrapped(e.Task), len(e.Hints))
		return
	}
	for _, a := range answer {
		if e.Blank != nil && e.Blank(a) {
			fmt.Fprintf(w, "%s\n\nFill in the function. Hint(1) to Hint(%d) in the place of Check help.\n", wrapped(e.Task), len(e.Hints))
			continue
		}
		fmt.Fprintln(w, wrapped(e.Judge(a).String()))
	}
}
