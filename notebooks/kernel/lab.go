package kernel

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"time"
)

//go:embed lab.py
var labScript []byte

// LabOptions says how to start JupyterLab.
type LabOptions struct {
	// Root is the repository root; empty means the clone that holds the working directory.
	Root string
	// Port is the port on the loopback; 0 means the first free one from 8888.
	Port int
	// Browser opens the lab in the user's browser.
	Browser bool
	// Notebook is the notebook to open, by a path within the clone; empty opens the file browser.
	Notebook string
	// Ready, when set, is called once, from a goroutine of its own, with the address of the lab, token included.
	Ready func(url string)
	// Progress, when set, is told about the building of gopls, from a goroutine of its own.
	Progress func(Step)
	// Log, when set, receives what the server prints, token included.
	Log io.Writer
}

// Lab starts JupyterLab on the loopback, protected by a token of its own making, and serves until ctx ends;
// that is no error. Meanwhile it builds gopls, if need be, so that kernels started afterwards complete
// names; failing in that is reported as a step and ends nothing. Lab needs a finished [Setup] and returns
// [ErrNotSetUp] without it, [ErrPortInUse] when the port is taken, and a *[CommandError] when the server
// ends by itself with an error.
func Lab(ctx context.Context, o LabOptions) error {
	p, err := Options{Root: o.Root}.paths()
	if err != nil {
		return err
	}
	if err := p.requireVenv(); err != nil {
		return err
	}
	if err := checkPort(o.Port); err != nil {
		return err
	}
	args, err := o.serverArgs(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var building sync.WaitGroup
	building.Go(func() { o.buildCompletion(ctx) })
	defer building.Wait()
	defer cancel()
	return o.serve(ctx, p, args)
}

// checkPort returns [ErrPortInUse] when the port is taken.
func checkPort(port int) error {
	if port == 0 {
		return nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("%w (%v)", ErrPortInUse, err)
	}
	return l.Close()
}

// labSettings keep the lab from asking whether it may fetch news.
const labSettings = `{
  "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}
}
`

// writeLabSettings puts our defaults into the virtual environment; what a user sets goes before them.
func writeLabSettings(p paths) error {
	file := filepath.Join(p.venvData(), "lab", "settings", "overrides.json")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	_, err := writeChanged(file, []byte(labSettings))
	return err
}

// serverArgs are the arguments of JupyterLab. It looks for no updates and fetches no news: what the lab
// shows is what is in the clone.
func (o LabOptions) serverArgs(p paths) ([]string, error) {
	args := []string{
		"--ip=127.0.0.1",
		"--ServerApp.root_dir=" + p.root,
		"--LabApp.news_url=None",
		"--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
	}
	if o.Port != 0 {
		args = append(args, "--port="+strconv.Itoa(o.Port), "--ServerApp.port_retries=0")
	}
	if !o.Browser {
		args = append(args, "--no-browser")
	}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	if o.Notebook == "" {
		return append(args, "--LabApp.default_url=/lab/tree/notebooks"), nil
	}
	page, err := labPage(p, o.Notebook)
	return append(args, "--LabApp.default_url="+page), err
}

// labPage is the lab's own path for a file of the clone.
func labPage(p paths, file string) (string, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(abs); err != nil {
		return "", err
	}
	rel, err := filepath.Rel(p.root, abs)
	if err != nil || !filepath.IsLocal(rel) {
		return "", fmt.Errorf("%s lies outside the clone %s, which is all the lab serves: copy it there", abs, p.root)
	}
	return "/lab/tree/" + filepath.ToSlash(rel), nil
}

// serve runs the server until it ends or ctx does.
func (o LabOptions) serve(ctx context.Context, p paths, args []string) error {
	script := filepath.Join(p.cache(), "lab.py")
	if err := os.WriteFile(script, labScript, 0o644); err != nil {
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

// buildCompletion builds gopls and reports a failure in words, since the lab works without it.
func (o LabOptions) buildCompletion(ctx context.Context) {
	err := SetupCompletion(ctx, Options{Root: o.Root, Progress: o.Progress})
	if err != nil && ctx.Err() == nil && o.Progress != nil {
		o.Progress(Step{Name: "completion", Detail: "not available: " + err.Error(), Done: true})
	}
}
