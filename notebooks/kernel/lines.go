package kernel

import (
	"bytes"
	"io"
)

// lineWriter calls line for each whole line written to it. As a command's output it is better than a pipe
// read to its end: kernels inherit their parent's streams, and one that outlives it would hold a pipe open.
type lineWriter struct {
	line func([]byte)
	rest []byte
}

func (w *lineWriter) Write(p []byte) (int, error) {
	n := len(p)
	for {
		head, tail, found := bytes.Cut(p, []byte("\n"))
		w.rest = append(w.rest, head...)
		if !found {
			return n, nil
		}
		w.line(w.rest)
		w.rest, p = w.rest[:0], tail
	}
}

// tailWriter keeps the end of what is written to it and passes all of it on.
type tailWriter struct {
	next io.Writer // may be nil
	end  []byte
}

func (w *tailWriter) Write(p []byte) (int, error) {
	w.end = append(w.end, p...)
	if len(w.end) > 2*outputTail {
		w.end = append([]byte(nil), w.end[len(w.end)-outputTail:]...)
	}
	if w.next != nil {
		return w.next.Write(p)
	}
	return len(p), nil
}

// String returns the end of what was written, from the start of a line.
func (w *tailWriter) String() string { return tail(string(w.end), outputTail) }
