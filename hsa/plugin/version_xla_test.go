//go:build xla && cgo && linux

package plugin

import (
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// library compiles C to a shared library.
func library(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "plugin.c"), filepath.Join(dir, "plugin.so")
	if err := os.WriteFile(from, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cc", "-shared", "-fPIC", "-Wl,--allow-shlib-undefined", "-o", to, from).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return to
}

// withVersion is a plugin of that version without any function.
func withVersion(major, minor int) string {
	return fmt.Sprintf(`static struct { unsigned long size; void *ext; unsigned long vsize; void *vext; int major, minor; void *f[120]; }
		api = { sizeof api, 0, 24, 0, %d, %d }; void *GetPjrtApi(void) { return &api; }`, major, minor)
}

func TestVersion(t *testing.T) {
	path := library(t, withVersion(Major, 112))
	if err := Check(path); err != nil {
		t.Error(err)
	}
	if major, minor, err := Version(path); err != nil || major != Major || minor != 112 {
		t.Errorf("version %d.%d, %v", major, minor, err)
	}
	for want, source := range map[string]string{
		"it has PJRT interface 7.3":            withVersion(7, 3),
		"GetPjrtApi returns nothing":           `void *GetPjrtApi(void) { return 0; }`,
		"cannot be loaded: undefined symbol: ": `extern int nowhere; void *GetPjrtApi(void) { return &nowhere; }`,
	} {
		path := library(t, source)
		if err := Check(path); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		_, _, err := Version(path)
		refused(t, err, path, want)
	}
	path = library(t, `int other(void) { return 1; }`)
	refused(t, Check(path), path, "it has no function GetPjrtApi")
}

// TestLinkedStatically tells this program from one that the C compiler has linked statically.
func TestLinkedStatically(t *testing.T) {
	if linkedStatically(thisProgram) {
		t.Error("this program loads plugins, and yet is taken for a static one")
	}
	dir := t.TempDir()
	from, to := filepath.Join(dir, "main.c"), filepath.Join(dir, "main")
	if err := os.WriteFile(from, []byte("int main(void) { return 0; }"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cc", "-static", "-o", to, from).CombinedOutput(); err != nil {
		t.Skipf("no static C library here: %v: %s", err, out)
	}
	if !linkedStatically(to) {
		t.Error("a static program is not told apart")
	}
}

// TestVersionIsGoXLAs: the numbers here are those of the header that go-xla is built with.
func TestVersionIsGoXLAs(t *testing.T) {
	pkg, err := build.Import("github.com/gomlx/go-xla/pjrt", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	header, err := os.ReadFile(filepath.Join(pkg.Dir, "pjrt_c_api.h"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"MAJOR": Major, "MINOR": Minor} {
		m := regexp.MustCompile(`(?m)^#define PJRT_API_` + name + ` (\d+)$`).FindSubmatch(header)
		if m == nil || string(m[1]) != strconv.Itoa(want) {
			t.Errorf("%s: %q, want %d", name, m, want)
		}
	}
}
