package kernel

import (
	"context"
	"crypto/rand"
	_ "embed"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/google/renameio/v2"
)

//go:embed lab.py
var labScript []byte

// serve runs the server until it ends or ctx does.
func (o LabOptions) serve(ctx context.Context, p paths, args []string) error {
	script := filepath.Join(p.cache(), "lab.py")
	if err := renameio.WriteFile(script, labScript, 0o644); err != nil {
		return err
	}
	marker := "HSALAB_LAB=" + rand.Text()
	cmd := exec.CommandContext(ctx, p.venvBin("python"), append([]string{"-I", script}, args...)...)
	cmd.Env = append(os.Environ(), marker)
	cmd.Dir = p.root
	terminateOnCancel(cmd)
	if _, err := cmd.StdinPipe(); err != nil { // open as long as we live: lab.py watches it
		return err
	}
	defer func() {
		for _, pid := range marked(marker) {
			killProcess(pid)
		}
	}()
	log := &tailWriter{next: o.Log}
	cmd.Stderr = io.MultiWriter(log, &lineWriter{line: o.watchAddress(ctx)})
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return &CommandError{Command: "JupyterLab", Output: log.String(), Err: err}
	}
	return nil
}

// address matches where the server says that it is.
var address = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)/\S*\?token=\w+`)

// watchAddress returns a function that looks for the address of the server in its log and reports it, the
// first time, once the server answers there: it writes the line a moment before it listens.
func (o LabOptions) watchAddress(ctx context.Context) func([]byte) {
	ready := o.Ready
	return func(line []byte) {
		m := address.FindSubmatch(line)
		if m == nil || ready == nil {
			return
		}
		url, host, report := string(m[0]), string(m[1]), ready
		ready = nil
		go func() {
			if awaitServer(ctx, host) {
				report(url)
			}
		}()
	}
}

// awaitServer waits until somebody listens at the address, or ctx ends.
func awaitServer(ctx context.Context, host string) bool {
	for ctx.Err() == nil {
		conn, err := net.DialTimeout("tcp", host, time.Second)
		if err == nil {
			return conn.Close() == nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}
