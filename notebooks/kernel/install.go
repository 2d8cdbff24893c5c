package kernel

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// dataDir is the user's Jupyter data directory: JUPYTER_DATA_DIR, else the platform's place for it.
func dataDir() (string, error) {
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Jupyter"), nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "jupyter"), nil
	}
	return filepath.Join(home, ".local", "share", "jupyter"), nil
}

// Install makes the kernel known to the user's own Jupyter: it builds the kernel's programs and writes the
// kernelspec into the user's Jupyter data directory (JUPYTER_DATA_DIR, where set). It needs no Python.
// It returns the path of the kernel.json. A kernelspec of another clone is replaced.
func Install(ctx context.Context, o Options) (string, error) {
	file, err := o.install(ctx)
	return file, diskFull(err)
}

func (o Options) install(ctx context.Context) (string, error) {
	p, err := o.paths()
	if err != nil {
		return "", err
	}
	data, err := dataDir()
	if err != nil {
		return "", err
	}
	unlock, err := p.lock(ctx)
	if err != nil {
		return "", err
	}
	defer unlock()
	g, err := readGoEnv(ctx, p)
	if err != nil {
		return "", err
	}
	if err := o.ensureTools(ctx, p, g); err != nil {
		return "", err
	}
	err = o.step("kernelspec", "writing "+specFile(data), func() (string, error) {
		changed, err := browserSpec(p, g).write(data)
		if !changed {
			return "is there", err
		}
		return "written", err
	})
	return specFile(data), err
}

// Uninstall removes the kernelspec from the user's Jupyter data directory and says whether there was one.
// The clone's own kernelspec stays; it goes with .venv.
func Uninstall() (removed bool, err error) {
	data, err := dataDir()
	if err != nil {
		return false, err
	}
	dir := filepath.Dir(specFile(data))
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return true, os.RemoveAll(dir)
}

// An Installed is one place in which Jupyter looks for the kernel, and what it finds there.
type Installed struct {
	// Where is "this clone" or "your Jupyter".
	Where string
	// File is the path of the kernel.json, there or not.
	File string
	// Found says whether the file is there.
	Found bool
	// Root is the clone the kernelspec was written for.
	Root string
	// Problem says what is wrong with it and what to do; empty when the kernel can start.
	Problem string
}

// Status tells where the kernel is installed and whether each of its kernelspecs works for this clone.
func Status(o Options) ([]Installed, error) {
	p, err := o.paths()
	if err != nil {
		return nil, err
	}
	user, err := dataDir()
	if err != nil {
		return nil, err
	}
	own, err := p.inspect("this clone", p.venvData(), "hsalab lab")
	if err != nil {
		return nil, err
	}
	theirs, err := p.inspect("your Jupyter", user, "hsalab kernel install")
	return []Installed{own, theirs}, err
}

// inspect looks at the kernelspec in one Jupyter data directory; remedy is the command that writes it.
func (p paths) inspect(where, data, remedy string) (Installed, error) {
	s, found, err := readSpec(data)
	i := Installed{Where: where, File: specFile(data), Found: found, Root: s.Metadata.Root}
	if !found || err != nil {
		return i, err
	}
	switch {
	case len(s.Argv) == 0 || !exists(s.Argv[0]):
		i.Problem = fmt.Sprintf("its gonb is gone, as after moving or cleaning the clone: run \"%s\"", remedy)
	case i.Root != p.root:
		i.Problem = fmt.Sprintf("it serves another clone, %s: run \"%s\" to make it serve this one", i.Root, remedy)
	}
	return i, nil
}
