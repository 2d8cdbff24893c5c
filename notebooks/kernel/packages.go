package kernel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// pipArgs install from a file in which every package is pinned and hashed.
var pipArgs = []string{"-I", "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "2",
	"--require-hashes", "-r"}

// installPackages fills the virtual environment. pip needs half a minute and uv four seconds, so it has
// pip fetch uv, which is pinned and hashed like the rest, unless the user has it; where uv does not serve,
// pip does all.
func (o Options) installPackages(ctx context.Context, p paths, r requirements) (string, error) {
	uv, err := o.fetchUV(ctx, p, r)
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case errors.Is(err, ErrNoIndex):
		return "", err
	}
	if err == nil {
		args := []string{"pip", "install", "-q", "--require-hashes", "--python", p.venvBin("python"), "-r", p.requirements()}
		if _, err = (command{name: uv, args: args}).run(ctx, o.Log); err == nil {
			return "installed by uv", nil
		}
		if ctx.Err() != nil || !exists(p.venvBin("pip")) {
			return "", indexError(err)
		}
	}
	return "installed by pip", o.pip(ctx, p, p.requirements())
}

// fetchUV returns the path of uv: the user's, or the pinned one, installed by pip.
func (o Options) fetchUV(ctx context.Context, p paths, r requirements) (string, error) {
	if uv, err := exec.LookPath("uv"); err == nil {
		return uv, nil
	}
	entry, err := r.only("uv")
	if err != nil {
		return "", err
	}
	file := filepath.Join(p.venv(), "uv-requirements.txt")
	if err := os.WriteFile(file, []byte(entry), 0o644); err != nil {
		return "", err
	}
	return p.venvBin("uv"), o.pip(ctx, p, file)
}

func (o Options) pip(ctx context.Context, p paths, file string) error {
	c := command{
		name: p.venvBin("python"),
		args: append(pipArgs[:len(pipArgs):len(pipArgs)], file),
		env:  []string{"PIP_USER=0", "PIP_REQUIRE_VIRTUALENV=0"},
	}
	_, err := c.run(ctx, o.Log)
	return indexError(err)
}

// noIndexSigns are what pip and uv print when they cannot reach an index. All versions are pinned, so a
// package without a matching distribution is an index that does not answer, or lacks it.
var noIndexSigns = []string{
	"No matching distribution found", "Max retries exceeded", "NewConnectionError", "ConnectTimeoutError",
	"Read timed out", "Failed to fetch", "error sending request", "dns error", "Could not connect",
}

// indexError turns a failed installation into [ErrNoIndex] when its output shows that the index was not
// reached.
func indexError(err error) error {
	var failed *CommandError
	if !errors.As(err, &failed) {
		return err
	}
	for _, sign := range noIndexSigns {
		if strings.Contains(failed.Output, sign) {
			return fmt.Errorf("%w\n%w", ErrNoIndex, err)
		}
	}
	return err
}
