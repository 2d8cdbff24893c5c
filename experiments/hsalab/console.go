package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/hsalab/hsalab/experiments/sweep"
	"github.com/hsalab/hsalab/viz"
)

// console is where a command prints: results on out, progress and errors on err.
type console struct {
	out, err io.Writer
	text     viz.TextOptions // what out can show
	bars     bool            // err is a terminal
	width    int             // columns of err
	command  string          // the command line, for the record
}

func newConsole(out, errs *os.File) *console {
	return &console{out: out, err: errs, text: viz.Terminal(out), bars: term.IsTerminal(int(errs.Fd())), width: viz.Terminal(errs).Width}
}

// say prints a line of the result.
func (c *console) say(format string, args ...any) { fmt.Fprintf(c.out, format+"\n", args...) }

// heading prints a line that starts a part.
func (c *console) heading(text string) { fmt.Fprintf(c.out, "\n── %s\n\n", text) }

// show prints figures, a table that is too wide in parts.
func (c *console) show(figs ...viz.Figure) error {
	for _, f := range figs {
		parts := []viz.Figure{f}
		if t, ok := f.(viz.Table); ok {
			parts = fit(t, c.text)
		}
		for _, part := range parts {
			if err := viz.WriteText(c.out, part, c.text); err != nil {
				return err
			}
			fmt.Fprintln(c.out)
		}
	}
	return nil
}

// commandLine is a command line as a reader would type it.
func commandLine(args []string) string {
	words := []string{"hsalab"}
	for _, a := range args {
		words = append(words, sweep.ShellWord(a))
	}
	return strings.Join(words, " ")
}

// size shows a number of bytes.
func size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
}

// short shows a duration to the second.
func short(d time.Duration) string { return d.Round(time.Second).String() }

// speed shows a rate of tokens.
func speed(perSecond float64) string {
	if perSecond >= 10_000 {
		return fmt.Sprintf("%.0fK tokens/s", perSecond/1000)
	}
	return fmt.Sprintf("%.0f tokens/s", perSecond)
}

func positive(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err == nil && n < 1 {
		err = strconv.ErrRange
	}
	return n, err
}

func errorf(format string, args ...any) error { return fmt.Errorf(format, args...) }
