package kernel

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// setUp sets up this clone, once for all tests.
var setUp = sync.OnceValue(func() error {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	defer cancel()
	return Setup(ctx, Options{})
})

// needJupyter sets up this clone, and skips the test where that cannot be; with HSALAB_REQUIRE_JUPYTER=1,
// as in CI, it fails instead.
func needJupyter(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts Jupyter: left out by -short")
	}
	err := setUp()
	switch {
	case err == nil:
	case errors.Is(err, ErrNotebookBuild):
		t.Logf("the kernel is set up, but: %v", err)
	case os.Getenv("HSALAB_REQUIRE_JUPYTER") == "1":
		t.Fatal(err)
	case errors.Is(err, ErrNoPython), errors.Is(err, ErrNoIndex):
		t.Skip(err)
	default:
		t.Fatal(err)
	}
}

// newClone makes a directory that passes for a clone: the module's go.mod, the tool modules, and the given
// requirements.
func newClone(t *testing.T, r requirements) paths {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := paths{root}
	write(t, filepath.Join(root, "go.mod"), "module "+modulePath+"\n\ngo 1.26\n")
	write(t, p.requirements(), string(r))
	for _, name := range []string{"tools/go.mod", "tools/go.sum", "gopls/go.mod", "gopls/go.sum"} {
		write(t, filepath.Join(p.notebooks(), "kernel", name), read(t, name))
	}
	return p
}

// smallRequirements is the smallest of our pinned packages.
func smallRequirements(t *testing.T) requirements {
	t.Helper()
	r, err := requirements(read(t, "../requirements.txt")).only("webencodings")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// waitFor polls until the condition holds, and fails the test when it does not within the limit.
func waitFor(t *testing.T, limit time.Duration, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !cond(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v for %s", limit, what)
		}
	}
}

// entries returns the names in a directory.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range found {
		names = append(names, e.Name())
	}
	return names
}
