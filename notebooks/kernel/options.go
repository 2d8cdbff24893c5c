package kernel

import (
	"io"
	"time"
)

// Options says where to set up and how to report. The zero value serves the clone around the working
// directory and reports nothing.
type Options struct {
	// Root is the repository root; empty means the clone that holds the working directory.
	Root string
	// Python is the interpreter that makes the virtual environment; empty means HSALAB_PYTHON, else the
	// first of python3, python3.14 down to python3.10, and python that is new enough.
	Python string
	// Progress, when set, is called at the start and at the end of each step, from the calling goroutine.
	Progress func(Step)
	// Log, when set, receives what the programs run by the set-up print.
	Log io.Writer
}

// A Step is one part of the set-up, reported when it starts and when it is done.
type Step struct {
	// Name is the step: "venv", "packages", "tools", "kernelspec", "build cache" or "completion".
	Name string
	// Detail says what is being done, or with Done what has come out.
	Detail string
	// Done is false at the start of the step and true at its end.
	Done bool
	// Elapsed is the time the step took; it is set with Done.
	Elapsed time.Duration
}

// step runs f between two reports and passes its error on. A failed step is not reported as done.
func (o Options) step(name, detail string, f func() (string, error)) error {
	start := time.Now()
	o.report(Step{Name: name, Detail: detail})
	result, err := f()
	if err != nil {
		return err
	}
	o.report(Step{Name: name, Detail: result, Done: true, Elapsed: time.Since(start)})
	return nil
}

func (o Options) report(s Step) {
	if o.Progress != nil {
		o.Progress(s)
	}
}
