package kernel

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/renameio/v2"
)

//go:embed run.py
var runScript []byte

// DefaultTimeout is the time a cell may take when [RunOptions] does not say.
const DefaultTimeout = 10 * time.Minute

// RunOptions says what to execute and where to put it.
type RunOptions struct {
	// Root is the repository root; empty means the clone that holds the working directory.
	Root string
	// Notebook is the notebook to execute. Its directory is the working directory of its cells.
	Notebook string
	// OutNotebook receives the executed notebook, also when a cell failed; it may be Notebook itself.
	// Empty leaves it out.
	OutNotebook string
	// OutHTML receives a page with the executed notebook that makes no network request. It is written only
	// when all cells succeeded. Empty leaves it out.
	OutHTML string
	// Timeout is the time one cell may take; 0 means [DefaultTimeout].
	Timeout time.Duration
	// Env is added to the environment of the cells, as KEY=value.
	Env []string
	// Progress, when set, is called as each code cell starts, from a goroutine of its own: the cell's number
	// from 1, and their count.
	Progress func(cell, total int)
	// Log, when set, receives what Jupyter and the kernel print.
	Log io.Writer
}

// Run executes a notebook headless through the hsalab kernel, with GOPROXY=off, and writes the results
// whole or not at all. It needs a finished [Setup] and returns [ErrNotSetUp] without it, [ErrDiskFull] where there is no space. A failing cell
// ends the run with a *[CellError]. When ctx ends, the kernel and all that its cells started are ended
// within some seconds, nothing is written, and the cause is returned.
func Run(ctx context.Context, o RunOptions) error { return diskFull(start(ctx, o, true)) }

// Export writes a notebook with the outputs that it has to o.OutHTML, as [Run] does, without executing it.
func Export(ctx context.Context, o RunOptions) error { return diskFull(start(ctx, o, false)) }

func start(ctx context.Context, o RunOptions, cells bool) error {
	p, err := Options{Root: o.Root}.paths()
	if err != nil {
		return err
	}
	if err := p.requireVenv(); err != nil {
		return err
	}
	if !exists(specFile(p.headless())) {
		return ErrNotSetUp
	}
	r, err := newRun(p, o)
	if err != nil {
		return err
	}
	r.cells = cells
	defer os.RemoveAll(r.tmp)
	runErr := r.execute(ctx)
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", o.Notebook, context.Cause(ctx))
	}
	if err := r.publish(); err != nil {
		return err
	}
	return runErr
}

// run is one execution under way.
type run struct {
	RunOptions
	paths
	cells  bool   // whether to execute the cells
	tmp    string // holds the results until they are whole, and all temporary files of the kernel
	marker string // environment entry by which the processes of this run are known
	pid    int    // the kernel's process
	failed *failure
}

func newRun(p paths, o RunOptions) (*run, error) {
	if _, err := os.Stat(o.Notebook); err != nil {
		return nil, err
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	tmp, err := os.MkdirTemp("", "hsalab-run-")
	if err != nil {
		return nil, err
	}
	return &run{RunOptions: o, paths: p, tmp: tmp, marker: "HSALAB_RUN=" + rand.Text()}, nil
}

func (r *run) outNotebook() string { return filepath.Join(r.tmp, "out.ipynb") }
func (r *run) outHTML() string     { return filepath.Join(r.tmp, "out.html") }

// job is the argument of run.py.
func (r *run) job() (string, error) {
	notebook, err := filepath.Abs(r.Notebook)
	if err != nil {
		return "", err
	}
	html := ""
	if r.OutHTML != "" {
		html = r.outHTML()
	}
	job, err := json.Marshal(map[string]any{
		"notebook": notebook, "dir": filepath.Dir(notebook), "kernel": SpecName, "tmp": r.tmp, "execute": r.cells,
		"timeout": max(1, int(r.Timeout.Seconds())), "out_notebook": r.outNotebook(), "html": html,
		"title": strings.TrimSuffix(filepath.Base(notebook), ".ipynb"),
	})
	return string(job), err
}

// command starts run.py in the virtual environment. The temporary directory and Jupyter's runtime files
// are the run's own, and are removed with it.
func (r *run) command(ctx context.Context) (*exec.Cmd, error) {
	script := filepath.Join(r.tmp, "run.py")
	if err := os.WriteFile(script, runScript, 0o600); err != nil {
		return nil, err
	}
	job, err := r.job()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, r.venvBin("python"), "-I", script, job)
	cmd.Env = append(os.Environ(), r.Env...)
	cmd.Env = append(cmd.Env, r.marker, "TMPDIR="+r.tmp, "JUPYTER_RUNTIME_DIR="+r.tmp, "JUPYTER_PATH="+r.headless())
	terminateOnCancel(cmd)
	return cmd, nil
}

// execute runs all cells. Whatever the end, no process of the run is left when it returns.
func (r *run) execute(ctx context.Context) error {
	cmd, err := r.command(ctx)
	if err != nil {
		return err
	}
	log := &tailWriter{next: r.Log}
	cmd.Stderr = log
	cmd.Stdout = &lineWriter{line: r.handle}
	if _, err := cmd.StdinPipe(); err != nil { // open as long as we live: run.py watches it
		return err
	}
	err = cmd.Run()
	r.sweep(cmd.ProcessState)
	switch {
	case r.failed != nil:
		return r.failed.cellError(r.Notebook)
	case err != nil:
		return fmt.Errorf("%s: %w", r.Notebook, &CommandError{Command: "run.py", Output: log.String(), Err: err})
	}
	return nil
}

// handle takes one event of run.py.
func (r *run) handle(line []byte) {
	var e struct {
		Event string `json:"event"`
		Total int    `json:"total"`
		PID   int    `json:"pid"`
		failure
	}
	if json.Unmarshal(line, &e) != nil { // something else's words on standard output
		return
	}
	switch e.Event {
	case "kernel":
		r.pid = e.PID
	case "cell":
		if r.Progress != nil {
			r.Progress(e.Number, e.Total)
		}
	case "failure":
		r.failed = &e.failure
	}
}

// sweep kills what the run left behind: a program that a cell started and forgot, and when run.py did not
// end by itself the kernel and its cell.
func (r *run) sweep(end *os.ProcessState) {
	for _, pid := range marked(r.marker) {
		killProcess(pid)
	}
	if end != nil && !end.Exited() {
		killGroup(r.pid)
	}
}

// publish moves the results to their places.
func (r *run) publish() error {
	for from, to := range map[string]string{r.outNotebook(): r.OutNotebook, r.outHTML(): r.OutHTML} {
		text, err := os.ReadFile(from)
		if err != nil || to == "" { // not written by a run that failed early, or not wanted
			continue
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := renameio.WriteFile(to, text, 0o644); err != nil {
			return fmt.Errorf("writing %s: %w", to, err)
		}
	}
	return nil
}
