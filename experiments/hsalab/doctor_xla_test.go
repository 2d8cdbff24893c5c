//go:build xla && cgo && linux

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDoctorOutlivesXLAPlugin: a plugin of the right version without a single function ends its own process only, and one of
// another interface is refused before it is used.
func TestDoctorOutlivesXLAPlugin(t *testing.T) {
	t.Setenv(asProgram, "1")
	const source = `static struct { unsigned long size; void *ext; unsigned long vsize; void *vext; int major, minor; void *f[150]; }
		api = { sizeof api, 0, 24, 0, MAJOR, 110 }; void *GetPjrtApi(void) { return &api; }`
	for major, want := range map[string]string{"0": "it crashes when it is loaded (SIGSEGV", "7": "it has PJRT interface 7.110, and this program wants"} {
		dir := t.TempDir()
		from, to := filepath.Join(dir, "plugin.c"), filepath.Join(dir, "plugin.so")
		write(t, from, source)
		if out, err := exec.Command("cc", "-shared", "-fPIC", "-DMAJOR="+major, "-o", to, from).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		c := checkBackend(context.Background(), "xla:"+to)
		if c.OK || !strings.HasPrefix(c.Detail, to+": "+want) || c.Fix == "" {
			t.Errorf("%+v, want %q", c, want)
		}
	}
}

// TestDoctorXLAPluginWorks tries the plugin that HSALAB_XLA_PLUGIN names.
func TestDoctorXLAPluginWorks(t *testing.T) {
	path := os.Getenv("HSALAB_XLA_PLUGIN")
	if path == "" {
		t.Skip("no plugin: set HSALAB_XLA_PLUGIN to the path of a PJRT plugin")
	}
	t.Setenv(asProgram, "1")
	if c := checkBackend(context.Background(), "xla:"+path); !c.OK || !strings.Contains(c.Detail, "it loads, PJRT 0.") {
		t.Errorf("%+v", c)
	}
}
