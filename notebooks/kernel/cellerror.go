package kernel

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A CellError says which cell of a notebook failed, where and why.
type CellError struct {
	// Notebook is the path of the notebook, as given to [Run].
	Notebook string
	// Cell is the number that Jupyter shows beside the cell, [1] for the first code cell with text; 0 when
	// the kernel failed before the first.
	Cell int
	// Line is the line within the cell, from 1; 0 when it is not known.
	Line int
	// Source is the text of that line; where it is not known, of the first that is not gonb's own.
	Source string
	// Message is what the compiler, the program or the kernel said, in one line.
	Message string
	// Output is all that the compiler said, or that the cell printed to standard error, as a stack.
	Output string
	// Timeout is true when the cell was stopped for taking too long.
	Timeout bool
}

// Error names the notebook, the cell, the line with its text, and the message.
func (e *CellError) Error() string {
	if e.Cell == 0 {
		return fmt.Sprintf("%s: %s", e.Notebook, e.Message)
	}
	where := fmt.Sprintf("%s: cell [%d]", e.Notebook, e.Cell)
	if e.Line > 0 {
		where += fmt.Sprintf(", line %d", e.Line)
	}
	if e.Source != "" {
		where += fmt.Sprintf(" (%s)", e.Source)
	}
	return where + ": " + e.Message
}

// failure is what run.py reports of a cell that failed.
type failure struct {
	Kind      string   `json:"kind"` // "error", "timeout" or "kernel"
	Number    int      `json:"number"`
	Source    string   `json:"source"`
	Message   string   `json:"message"`
	Stderr    string   `json:"stderr"`
	Traceback string   `json:"traceback"`
	Frames    []string `json:"frames"` // source lines of a stack without cell numbers
}

// cellError reads from a failure where the cell failed and why.
func (f failure) cellError(notebook string) *CellError {
	f.Stderr = colour.ReplaceAllString(f.Stderr, "")
	line := f.line()
	return &CellError{
		Notebook: notebook, Cell: f.Number, Line: line, Source: f.sourceLine(line), Message: f.reason(),
		Output: strings.TrimSpace(f.output()), Timeout: f.Kind == "timeout",
	}
}

// output is what to show beside the message: the program's own words, or for a cell that did not compile
// the compiler's.
func (f failure) output() string {
	if f.Stderr == "" {
		return f.Message
	}
	return f.Stderr
}

var (
	// place matches where gonb says that an error is, in a compile error and in a stack.
	place = regexp.MustCompile(`Cell ?\[(\d+)\]:? Line (\d+)`)
	// colour matches what gonb puts around such a place in a stack.
	colour = regexp.MustCompile(`\x1b\[[\d;]*m`)
	// compileError matches an error of the go command, whose file and line mean nothing to the reader.
	compileError = regexp.MustCompile(`(?m)^\S+\.go:\d+(?::\d+)?: (.+)$`)
	// goError matches what the go command says when it cannot build at all, as for an import without a module.
	goError = regexp.MustCompile(`(?m)^go: (?:\S+: )?(.+)$`)
	// crash matches the first line of a stack.
	crash = regexp.MustCompile(`(?m)^(?:panic|fatal error): .+$`)
	// exitStatus matches what gonb adds when a program ends with another status than 0.
	exitStatus = regexp.MustCompile(`^exit status \d+$`)
)

// line returns the line of the failing cell that gonb named first, or 0. Lines of other cells, as of a
// function defined in an earlier one, do not count.
func (f failure) line() int {
	for _, m := range place.FindAllStringSubmatch(f.Traceback+f.Stderr, -1) {
		if m[1] == strconv.Itoa(f.Number) {
			n, _ := strconv.Atoi(m[2])
			return n
		}
	}
	return f.frameLine()
}

// frameLine looks for the lines of the stack in the text of the cell.
func (f failure) frameLine() int {
	for _, frame := range f.Frames {
		for i, line := range strings.Split(f.Source, "\n") {
			if line = strings.TrimSpace(line); line != "" && line == strings.TrimSpace(frame) {
				return i + 1
			}
		}
	}
	return 0
}

// reason returns the one line that says most: the first compile error, else the panic, else the last words
// of the program, with its exit status.
func (f failure) reason() string {
	for _, re := range []*regexp.Regexp{compileError, goError} {
		if m := re.FindStringSubmatch(f.Message); m != nil {
			return m[1]
		}
	}
	if m := crash.FindString(f.Stderr); m != "" {
		return m
	}
	status := firstLine(f.Message)
	lines := strings.Split(strings.TrimSpace(f.Stderr), "\n")
	for _, line := range slices.Backward(lines) {
		if line = strings.TrimSpace(line); line != "" && !exitStatus.MatchString(line) && f.Kind == "error" {
			return line + " (" + status + ")"
		}
	}
	return status
}

// sourceLine returns a line of the cell, else the first one that is not gonb's own.
func (f failure) sourceLine(n int) string {
	lines := strings.Split(f.Source, "\n")
	if n > 0 && n <= len(lines) {
		return strings.TrimSpace(lines[n-1])
	}
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "%") {
			return line
		}
	}
	return ""
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
