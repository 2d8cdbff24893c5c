package sweep

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/hsalab/hsalab/experiments/study"
)

// Process carries a run out in a process of its own: the program with Args and the name of the run behind them. The program
// writes a Status a line to its standard output ([Report]) and stops, saving, when its standard input ends
// ([UntilClosed]): so it stops even when the process that started it was killed.
type Process struct {
	Program string
	Args    []string
	Threads int // of each process; 0 leaves them
}

// patience is how long an interrupted process may take to save before it is killed.
const patience = 10 * time.Second

// Do carries a run out.
func (p Process) Do(ctx context.Context, r study.Run, progress func(Status)) error {
	cmd := exec.CommandContext(ctx, p.Program, append(p.Args[:len(p.Args):len(p.Args)], r.Name())...)
	cmd.Env = append(os.Environ(), p.environment()...)
	ownGroup(cmd)
	input, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	cmd.Cancel, cmd.WaitDelay = input.Close, patience
	output, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	follow(output, progress)
	if err := cmd.Wait(); err != nil {
		return errors.New(reason(said.String(), err))
	}
	return nil
}

// environment bounds the threads of a process: those of Go, and those of XLA, which takes NPROC for the number of cores and
// otherwise starts a pool for its large products.
func (p Process) environment() []string {
	if p.Threads == 0 {
		return nil
	}
	n := strconv.Itoa(p.Threads)
	env := []string{"GOMAXPROCS=" + n, "NPROC=" + n, "OMP_NUM_THREADS=" + n}
	if p.Threads == 1 {
		env = append(env, "XLA_FLAGS="+strings.TrimSpace(os.Getenv("XLA_FLAGS")+" --xla_cpu_multi_thread_eigen=false"))
	}
	return env
}

// follow hands over the statuses that a process writes, and drops other lines.
func follow(output io.Reader, progress func(Status)) {
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		var s Status
		if json.Unmarshal(lines.Bytes(), &s) == nil {
			progress(s)
		}
	}
	_, _ = io.Copy(io.Discard, output) // a line that is too long ends the scan, not the process
}

// reason is the last line that a failed process said, or how it ended.
func reason(said string, err error) string {
	said = strings.TrimSpace(said)
	last := said[strings.LastIndexByte(said, '\n')+1:]
	if last == "" {
		return err.Error()
	}
	return strings.TrimPrefix(last, "hsalab: ")
}

// Report returns a function that writes statuses for the process that started this one, four a second at most.
func Report(w io.Writer) func(Status) {
	encoder := json.NewEncoder(w)
	var last time.Time
	return func(s Status) {
		if time.Since(last) >= time.Second/4 {
			last = time.Now()
			_ = encoder.Encode(s) // nobody may be listening any more
		}
	}
}

// UntilClosed is ctx until what started this process closes its end of r.
func UntilClosed(ctx context.Context, r io.Reader) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_, _ = io.Copy(io.Discard, r)
		cancel()
	}()
	return ctx
}
