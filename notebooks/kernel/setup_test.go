package kernel

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSetupTwice sets up a clone that is set up: nothing may be made anew.
func TestSetupTwice(t *testing.T) {
	needJupyter(t)
	p, err := Options{}.paths()
	if err != nil {
		t.Fatal(err)
	}
	files := []string{
		filepath.Join(p.venv(), venvStamp), filepath.Join(p.bin(), "gonb"), filepath.Join(p.bin(), "goimports"),
		specFile(p.venvData()), specFile(p.headless()),
	}
	before := times(t, files)
	var done []string
	err = Setup(t.Context(), Options{Progress: func(s Step) {
		if s.Done {
			done = append(done, s.Name)
		}
	}})
	if err != nil && !errors.Is(err, ErrNotebookBuild) {
		t.Fatal(err)
	}
	if after := times(t, files); !slices.Equal(before, after) {
		t.Errorf("files made anew: %v, then %v", before, after)
	}
	if want := []string{"venv", "tools", "kernelspec"}; len(done) < 3 || !slices.Equal(done[:3], want) {
		t.Errorf("steps done: %q, want %q and the build cache", done, want)
	}
}

func times(t *testing.T, files []string) []time.Time {
	t.Helper()
	var all []time.Time
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, info.ModTime())
	}
	return all
}

// TestVenvInterrupted takes one clone through a set-up that is interrupted, one without an index and one
// that comes to its end.
func TestVenvInterrupted(t *testing.T) {
	needJupyter(t)
	t.Setenv("PATH", pathWithoutUV())
	r := smallRequirements(t)
	p := newClone(t, r)

	ctx, cancel := context.WithCancel(t.Context())
	interrupt := Options{Progress: func(Step) { cancel() }}
	if err := interrupt.ensureVenv(ctx, p); err == nil || ctx.Err() == nil {
		t.Errorf("interrupted: got %v, want an error", err)
	}
	offline(t, func() {
		if err := (Options{}).ensureVenv(t.Context(), p); !errors.Is(err, ErrNoIndex) {
			t.Errorf("without an index: got %v, want ErrNoIndex", err)
		}
	})
	if p.venvReady(r) {
		t.Error("without an index: the environment passes for ready")
	}

	junk := filepath.Join(p.venv(), "left-behind")
	write(t, junk, "")
	if err := (Options{}).ensureVenv(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if !p.venvReady(r) || exists(junk) {
		t.Errorf("ready: %v; what the interrupted set-up left is still there: %v", p.venvReady(r), exists(junk))
	}
	if p.venvReady(r + "# changed\n") {
		t.Error("the environment passes for ready for other requirements")
	}
}

// pathWithoutUV is the PATH less the directories that hold uv, so that pip does the work on every machine.
func pathWithoutUV() string {
	dirs := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(dir string) bool {
		return exists(filepath.Join(dir, "uv"))
	})
	return strings.Join(dirs, string(filepath.ListSeparator))
}

// offline runs f with an index that nobody serves.
func offline(t *testing.T, f func()) {
	t.Helper()
	for key, value := range map[string]string{
		"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1",
	} {
		old, had := os.LookupEnv(key)
		os.Setenv(key, value)
		defer func() {
			if os.Unsetenv(key); had {
				os.Setenv(key, old)
			}
		}()
	}
	f()
}

func TestForeignVenvIsKept(t *testing.T) {
	if _, err := findPython(t.Context(), Options{}); err != nil {
		t.Skip(err)
	}
	p := newClone(t, "nothing")
	mine := filepath.Join(p.venv(), "mine")
	write(t, mine, "my work")
	if err := (Options{}).ensureVenv(t.Context(), p); !errors.Is(err, ErrForeignVenv) {
		t.Errorf("got %v, want ErrForeignVenv", err)
	}
	if read(t, mine) != "my work" {
		t.Error("a directory that is not ours was touched")
	}
}

func TestNoPython(t *testing.T) {
	p := newClone(t, "nothing")
	for _, python := range []string{"/nowhere/python", "false"} {
		if err := Setup(t.Context(), Options{Root: p.root, Python: python}); !errors.Is(err, ErrNoPython) {
			t.Errorf("with %s: got %v, want ErrNoPython", python, err)
		}
	}
	if exists(p.venv()) {
		t.Error("a set-up without Python made .venv")
	}
}

// fakeProgram writes a shell script that stands for a program.
func fakeProgram(t *testing.T, name, script string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	write(t, path, "#!/bin/sh\n"+script+"\n")
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOldPython says which Python is there and which is wanted.
func TestOldPython(t *testing.T) {
	p := newClone(t, "nothing")
	old := fakeProgram(t, "python3", "echo 9 /usr/bin/python3.9")
	err := Setup(t.Context(), Options{Root: p.root, Python: old})
	if !errors.Is(err, ErrNoPython) || !strings.Contains(err.Error(), "Python 3.9") || !strings.Contains(err.Error(), "3.10 or newer") {
		t.Errorf("with Python 3.9: %v", err)
	}
}

// TestDiskFull has the program that makes the virtual environment find no space; the next set-up starts over.
func TestDiskFull(t *testing.T) {
	p := newClone(t, "nothing")
	python := fakeProgram(t, "python3", `case "$*" in *venv\ /*) echo "OSError: [Errno 28] No space left on device" >&2; exit 1;; esac; echo 12 "$0"`)
	t.Setenv("PATH", pathWithoutUV())
	err := Setup(t.Context(), Options{Root: p.root, Python: python})
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("with a full disk: %v", err)
	}
	if p.venvReady("nothing") || !exists(filepath.Join(p.venv(), venvMarker)) {
		t.Error("what a failed set-up left is ready, or not ours to remake")
	}
}

func TestDiskFullErrors(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{&os.PathError{Op: "write", Path: "a.ipynb", Err: syscall.ENOSPC}, true},
		{&CommandError{Command: "go build", Output: "write: disk quota exceeded", Err: errors.New("exit status 1")}, true},
		{&CommandError{Command: "go build", Output: "undefined: x", Err: errors.New("exit status 1")}, false},
		{os.ErrNotExist, false},
		{nil, false},
	} {
		if err := diskFull(c.err); errors.Is(err, ErrDiskFull) != c.want || (c.err != nil && !errors.Is(err, c.err)) {
			t.Errorf("%v becomes %v", c.err, err)
		}
	}
}

// TestWarmReportsBrokenPackage plants a notebook that imports what does not exist.
func TestWarmReportsBrokenPackage(t *testing.T) {
	p := newClone(t, "")
	write(t, filepath.Join(p.notebooks(), "01.ipynb"),
		`{"cells":[{"cell_type":"code","source":"import \"`+modulePath+`/absent\""}]}`)
	if err := os.MkdirAll(p.cache(), 0o755); err != nil {
		t.Fatal(err)
	}
	g, err := readGoEnv(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOPROXY", "off")
	if _, err := (Options{}).warm(t.Context(), p, g); !errors.Is(err, ErrNotebookBuild) {
		t.Errorf("got %v, want ErrNotebookBuild", err)
	}
	write(t, filepath.Join(p.root, "absent", "absent.go"), "package absent\n")
	if _, err := (Options{}).warm(t.Context(), p, g); err != nil {
		t.Errorf("with the package there: %v", err)
	}
	if left := entries(t, p.cache()); len(left) > 0 {
		t.Errorf("left in the cache: %q", left)
	}
}

func TestLock(t *testing.T) {
	p := newClone(t, "")
	unlock, err := p.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := p.lock(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("second lock: got %v, want it to wait until its deadline", err)
	}
	unlock()
	again, err := p.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestFindRoot(t *testing.T) {
	p := newClone(t, "")
	if got, err := FindRoot(p.toolsModule()); got != p.root || err != nil {
		t.Errorf("inside: got %q, %v; want %q", got, err, p.root)
	}
	if _, err := FindRoot(filepath.Dir(p.root)); !errors.Is(err, ErrNoRoot) {
		t.Errorf("outside: got %v, want ErrNoRoot", err)
	}
}
