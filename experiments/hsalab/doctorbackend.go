package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/plugin"
	"github.com/hsalab/hsalab/notebooks/kernel"
)

// pluginPatience is how long a plugin may take over the trials. On a GPU each of the four graphs compiles for some time.
const pluginPatience = 5 * time.Minute

// checkBackend opens a backend and tries it.
func checkBackend(ctx context.Context, spec string) kernel.Check {
	c := kernel.Check{Name: "backend " + spec, Fix: "use --backend go, or --backend xla:PATH with the plugin of \"hsalab pjrt fetch\""}
	if path, ok := strings.CutPrefix(spec, "xla:"); ok && path != "" {
		c.Name = "backend xla"
		return checkPlugin(ctx, c, path)
	}
	start := time.Now()
	backend, err := hsa.OpenBackend(spec)
	if err != nil {
		c.Detail = err.Error()
		return c
	}
	worst := 0.0
	for _, t := range trials {
		off, err := t.run(backend)
		if err != nil {
			c.Detail = err.Error()
			return c
		}
		worst = max(worst, off)
	}
	c.OK, c.Fix = true, ""
	c.Detail = fmt.Sprintf("%s: %s are right to %.0e, %s", backend.Description(), trialNames(), worst, short(time.Since(start)))
	return c
}

func trialNames() string {
	var names []string
	for _, t := range trials {
		names = append(names, t.name)
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// checkPlugin tries a plugin in a process of its own: one of another interface or for other hardware may crash or hang.
func checkPlugin(ctx context.Context, c kernel.Check, path string) kernel.Check {
	path, _, _ = strings.Cut(path, ",")
	path, err := filepath.Abs(path)
	if err == nil {
		err = plugin.Check(path)
	}
	if err == nil && !plugin.Loadable {
		_, _, err = plugin.Version(path)
	}
	if err != nil {
		return explained(c, err)
	}
	program, err := os.Executable()
	if err != nil {
		return explained(c, err)
	}
	start := time.Now()
	ctx, stop := context.WithTimeout(ctx, pluginPatience)
	defer stop()
	cmd := exec.CommandContext(ctx, program, "pjrt", "check", path)
	cmd.WaitDelay = time.Second
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return pluginFailure(ctx, c, path, err, out.String(), errs.String())
	}
	c.OK, c.Fix = true, ""
	loaded, _, _ := strings.Cut(strings.TrimPrefix(out.String(), trialPassed), "\n")
	c.Detail = fmt.Sprintf("%s: %s; %s are right, %s", path, loaded, trialNames(), short(time.Since(start)))
	return c
}

// explained takes reason and remedy from an error about a plugin.
func explained(c kernel.Check, err error) kernel.Check {
	c.Detail = err.Error()
	if e, ok := errors.AsType[*plugin.Error](err); ok {
		c.Detail, c.Fix = e.Path+": "+e.Reason, e.Fix
	}
	return c
}

// pluginFailure says in one sentence how the trials of a plugin have ended: err is of the process, out what it did before.
func pluginFailure(ctx context.Context, c kernel.Check, path string, err error, out, errs string) kernel.Check {
	next := "when it is loaded"
	if done := strings.Count(out, trialPassed); done > 0 && done <= len(trials) {
		next = "in " + trials[done-1].name
	}
	said, refused := strings.CutPrefix(lastError(errs), "plugin "+path+": ")
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		said = fmt.Sprintf("it hangs %s: no result within %s", next, short(pluginPatience))
	case ctx.Err() != nil:
		said = "the check was interrupted"
	case refused:
		said, c.Fix, _ = strings.Cut(said, "; ")
	case said == "" || crash(errs) != "":
		said = fmt.Sprintf("it crashes %s (%s): it is of another version, or for hardware that is not here", next, cmp.Or(crash(errs), err.Error()))
	}
	c.Detail = path + ": " + said
	return c
}

// lastError is the program's own last message on standard error.
func lastError(errs string) string {
	said := ""
	for line := range strings.Lines(errs) {
		if text, ok := strings.CutPrefix(line, "hsalab: "); ok {
			said = strings.TrimSpace(text)
		}
	}
	return said
}

// crash is the signal that ended a process: Go prints it before it ends.
func crash(errs string) string {
	for line := range strings.Lines(errs) {
		if strings.HasPrefix(line, "SIG") || strings.HasPrefix(line, "fatal error: ") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
