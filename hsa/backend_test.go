package hsa

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenBackendRefuses(t *testing.T) {
	for spec, says := range map[string]string{
		"cuda":                      "there is: go, xla:PATH",
		"go:parallelism=4":          "takes no options",
		"xla":                       "name the PJRT plugin",
		"xla:":                      "name the PJRT plugin",
		"xla:" + t.TempDir() + "/x": "there is no such file",
	} {
		if _, err := OpenBackend(spec); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v, want one with %q", spec, err, says)
		}
	}
	notALibrary := filepath.Join(t.TempDir(), "plugin.so")
	if err := os.WriteFile(notALibrary, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenBackend("xla:" + notALibrary); err == nil {
		t.Error("a text file was opened as a plugin")
	}
}

// TestOpenBackendPrintsNothing: a notebook cell shows what a program prints.
func TestOpenBackendPrintsNothing(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = w
	_, openErr := OpenBackend("go")
	os.Stdout = stdout
	w.Close()
	said, err := io.ReadAll(r)
	if openErr != nil || err != nil {
		t.Fatal(openErr, err)
	}
	if len(bytes.TrimSpace(said)) > 0 {
		t.Errorf("opening the backend prints %q", said)
	}
	if _, err := os.Stdout.Stat(); err != nil {
		t.Errorf("standard output afterwards: %v", err)
	}
}
