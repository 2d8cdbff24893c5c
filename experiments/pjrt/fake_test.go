package pjrt

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A fake stands in for the package index: a wheel on disk, and a python3 on PATH whose pip hands it out.
type fake struct {
	source
	wheel string // the wheel that pip hands out
	log   string // one line a call of pip
	bin   string // the only directory on PATH, but for the shell's own
}

const libraryText = "\x7fELF a library\n"

func newFake(t *testing.T, members map[string]string) fake {
	t.Helper()
	dir := t.TempDir()
	f := fake{wheel: filepath.Join(dir, "fake_plugin-1.0-py3-none-any.whl"), log: filepath.Join(dir, "log"), bin: filepath.Join(dir, "bin")}
	raw := zipped(t, members)
	if err := os.WriteFile(f.wheel, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	f.source = source{project: "fake-plugin", version: "1.0", wheelSum: sumOf(raw), member: "fake_plugin/plugin.so",
		librarySum: sumOf([]byte(libraryText)), librarySize: int64(len(libraryText))}
	if err := os.Mkdir(f.bin, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", f.bin)
	f.python(t, handOut)
	return f
}

func goodWheel() map[string]string {
	return map[string]string{"fake_plugin/__init__.py": "", "fake_plugin/plugin.so": libraryText, "../../evil.so": "evil"}
}

// handOut copies the wheel into the directory after --dest, after looking at the requirement.
const handOut = `while [ $# -gt 0 ]; do
  case $1 in
    --dest) dest=$2 ;;
    --requirement) read -r line < "$2"; echo "$line" >> "$LOG" ;;
    --require-hashes) hashes=1 ;;
  esac
  shift
done
[ "$hashes" = 1 ] || { echo "called without --require-hashes"; exit 2; }
/bin/cp "$WHEEL" "$dest/"`

// python makes the fake python3 run script.
func (f fake) python(t *testing.T, script string) {
	t.Helper()
	text := "#!/bin/sh\nWHEEL='" + f.wheel + "'\nLOG='" + f.log + "'\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(f.bin, "python3"), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// calls are the requirements pip was asked for.
func (f fake) calls(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(f.log)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(raw)), "\n")
}

func zipped(t *testing.T, members map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for name, text := range members {
		m, err := w.Create(name)
		if err == nil {
			_, err = m.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// leftovers are the files under dir, by their paths in it.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			names = append(names, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
