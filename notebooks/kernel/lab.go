package kernel

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

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

// buildCompletion builds gopls and reports a failure in words, since the lab works without it.
func (o LabOptions) buildCompletion(ctx context.Context) {
	err := SetupCompletion(ctx, Options{Root: o.Root, Progress: o.Progress})
	if err != nil && ctx.Err() == nil && o.Progress != nil {
		o.Progress(Step{Name: "completion", Detail: "not available: " + err.Error(), Done: true})
	}
}
