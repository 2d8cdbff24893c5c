package kernel

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// modulePath is the module whose clone this package serves.
const modulePath = "github.com/hsalab/hsalab"

// FindRoot returns the root of the clone that holds dir: the nearest directory at or above dir whose
// go.mod declares hsalab's module. The error is [ErrNoRoot] when there is none.
func FindRoot(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for d := abs; ; d = filepath.Dir(d) {
		if isRoot(d) {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("%s: %w", abs, ErrNoRoot)
		}
	}
}

func isRoot(dir string) bool {
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(mod)) {
		if f := strings.Fields(line); len(f) == 2 && f[0] == "module" {
			return f[1] == modulePath
		}
	}
	return false
}

// paths names every place that the package reads or writes in one clone.
type paths struct{ root string }

func (o Options) paths() (paths, error) {
	dir := o.Root
	if dir == "" {
		dir = "."
	}
	root, err := FindRoot(dir)
	return paths{root}, err
}

func (p paths) notebooks() string    { return filepath.Join(p.root, "notebooks") }
func (p paths) requirements() string { return filepath.Join(p.notebooks(), "requirements.txt") }
func (p paths) toolsModule() string  { return filepath.Join(p.notebooks(), "kernel", "tools") }
func (p paths) goplsModule() string  { return filepath.Join(p.notebooks(), "kernel", "gopls") }
func (p paths) venv() string         { return filepath.Join(p.root, ".venv") }
func (p paths) cache() string        { return filepath.Join(p.root, ".cache", "kernel") }

// bin holds gonb and goimports. gopls has a directory of its own, so that headless kernels, which have
// no use for completion, do not find and start it.
func (p paths) bin() string      { return filepath.Join(p.cache(), "bin") }
func (p paths) goplsBin() string { return filepath.Join(p.cache(), "gopls") }

// headless is a JUPYTER_PATH entry with the kernelspec for runs without a browser.
func (p paths) headless() string { return filepath.Join(p.cache(), "jupyter") }

// venvBin is the path of a program of the virtual environment.
func (p paths) venvBin(name string) string { return filepath.Join(p.venv(), "bin", name) }

// venvData is where Jupyter, started from the virtual environment, looks for kernels.
func (p paths) venvData() string { return filepath.Join(p.venv(), "share", "jupyter") }

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
