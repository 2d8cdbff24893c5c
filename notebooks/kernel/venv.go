package kernel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
)

const (
	// venvMarker is written first: it says that the directory is ours to remove.
	venvMarker = "made-by-hsalab"
	// venvStamp is written last: it says for which requirements, and where, the set-up came to its end.
	venvStamp = "hsalab-stamp"
)

// stamp is the content of a finished environment's stamp file. The place is part of it, since the
// programs of a virtual environment stop working when it is moved.
func (p paths) stamp(r requirements) string { return r.hash() + " " + p.venv() + "\n" }

// venvReady says whether the virtual environment is complete for the requirements.
func (p paths) venvReady(r requirements) bool {
	got, err := os.ReadFile(filepath.Join(p.venv(), venvStamp))
	return err == nil && string(got) == p.stamp(r) && exists(p.venvBin("python"))
}

// requireVenv returns [ErrNotSetUp] unless the virtual environment is complete.
func (p paths) requireVenv() error {
	r, err := p.readRequirements()
	if err != nil {
		return err
	}
	if !p.venvReady(r) {
		return ErrNotSetUp
	}
	return nil
}

// ensureVenv makes the virtual environment with the pinned packages, unless it is there already. What an
// interrupted set-up left is removed first.
func (o Options) ensureVenv(ctx context.Context, p paths) error {
	r, err := p.readRequirements()
	if err != nil {
		return err
	}
	if p.venvReady(r) {
		return o.step("venv", "checking "+p.venv(), func() (string, error) { return "is there", nil })
	}
	err = o.step("venv", "making "+p.venv(), func() (string, error) { return o.makeVenv(ctx, p) })
	if err != nil {
		return err
	}
	err = o.step("packages", "installing JupyterLab from requirements.txt", func() (string, error) {
		return o.installPackages(ctx, p, r)
	})
	if err != nil {
		return err
	}
	return renameio.WriteFile(filepath.Join(p.venv(), venvStamp), []byte(p.stamp(r)), 0o644)
}

// makeVenv makes an empty virtual environment. uv, where the user has it, is faster and needs no
// ensurepip.
func (o Options) makeVenv(ctx context.Context, p paths) (string, error) {
	python, err := findPython(ctx, o)
	if err != nil {
		return "", err
	}
	if err := p.clearVenv(); err != nil {
		return "", err
	}
	c := command{name: python, args: []string{"-I", "-m", "venv", p.venv()}}
	if uv, err := exec.LookPath("uv"); err == nil {
		c = command{name: uv, args: []string{"venv", "-q", "--no-project", "--allow-existing", "--python", python, p.venv()}}
	}
	if out, err := c.run(ctx, o.Log); err != nil {
		if strings.Contains(out, "ensurepip") {
			return "", fmt.Errorf("%w\n%w", ErrNoPython, err)
		}
		return "", err
	}
	return python, nil
}

// clearVenv leaves an empty .venv with our marker. It removes only what has the marker.
func (p paths) clearVenv() error {
	marker := filepath.Join(p.venv(), venvMarker)
	entries, err := os.ReadDir(p.venv())
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case len(entries) > 0 && !exists(marker):
		return ErrForeignVenv
	}
	if err := p.removeVenv(entries); err != nil {
		return err
	}
	if err := os.MkdirAll(p.venv(), 0o755); err != nil {
		return err
	}
	return os.WriteFile(marker, []byte("hsalab removes and remakes this directory.\n"), 0o644)
}

// removeVenv removes the stamp first and the marker last: interrupted at any moment, the rest is still
// ours and still unfinished.
func (p paths) removeVenv(entries []fs.DirEntry) error {
	if err := os.RemoveAll(filepath.Join(p.venv(), venvStamp)); err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == venvMarker {
			continue
		}
		if err := os.RemoveAll(filepath.Join(p.venv(), e.Name())); err != nil {
			return err
		}
	}
	return nil
}
