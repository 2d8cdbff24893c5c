package kernel

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// outputTail is how much of a failed command's output an error keeps, in bytes.
const outputTail = 4096

// grace is how long a program has between SIGTERM and SIGKILL.
const grace = 10 * time.Second

// command is a program to run to its end.
type command struct {
	dir  string
	env  []string // added to the process's own
	name string
	args []string
}

// run returns what the command printed on both streams; log, when set, receives it as it comes. When ctx
// ends the program gets SIGTERM and, ten seconds later, SIGKILL. The error is a *[CommandError].
func (c command) run(ctx context.Context, log io.Writer) (string, error) {
	var buf bytes.Buffer
	cmd := exec.CommandContext(ctx, c.name, c.args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), c.env...)
	cmd.Stdout = &buf
	if log != nil {
		cmd.Stdout = io.MultiWriter(&buf, log)
	}
	cmd.Stderr = cmd.Stdout
	terminateOnCancel(cmd)
	err := cmd.Run()
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		line := strings.Join(append([]string{c.name}, c.args...), " ")
		return buf.String(), &CommandError{Command: line, Output: tail(buf.String(), outputTail), Err: err}
	}
	return buf.String(), nil
}

// tail returns at most the last n bytes of s, from the start of a line where it must cut.
func tail(s string, n int) string {
	s = strings.TrimSpace(s)
	if len(s) <= n {
		return s
	}
	s = s[len(s)-n:]
	if _, rest, ok := strings.Cut(s, "\n"); ok {
		return rest
	}
	return s
}
