package kernel

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("builds gonb: left out by -short")
	}
	t.Setenv("JUPYTER_DATA_DIR", t.TempDir())
	t.Setenv("HSALAB_PYTHON", "/nowhere/python") // a kernel for another Jupyter needs no Python of ours
	user := func() Installed {
		t.Helper()
		all, err := Status(Options{})
		if err != nil || len(all) != 2 {
			t.Fatalf("Status: %v, %v", all, err)
		}
		return all[1]
	}
	if s := user(); s.Found {
		t.Fatalf("found before it was installed: %+v", s)
	}
	file, err := Install(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s := user(); !s.Found || s.Problem != "" || s.File != file {
		t.Errorf("after Install(): %+v, want %s without a problem", s, file)
	}
	for _, want := range []bool{true, false} {
		if removed, err := Uninstall(); err != nil || removed != want {
			t.Errorf("Uninstall() = %v, %v; want %v", removed, err, want)
		}
	}
	if s := user(); s.Found || exists(filepath.Dir(file)) {
		t.Errorf("after Uninstall(): %+v", s)
	}
}

// TestStatusProblems installs kernelspecs that cannot serve this clone.
func TestStatusProblems(t *testing.T) {
	clone, other := newClone(t, ""), newClone(t, "")
	for name, c := range map[string]struct {
		spec    paths
		gonb    bool
		problem string
	}{
		"moved clone":   {paths{"/nowhere/hsalab"}, false, "gonb is gone"},
		"another clone": {other, true, "serves another clone"},
		"this clone":    {clone, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			t.Setenv("JUPYTER_DATA_DIR", data)
			if c.gonb {
				write(t, filepath.Join(c.spec.bin(), "gonb"), "")
			}
			if _, err := browserSpec(c.spec, goEnv{}).write(data); err != nil {
				t.Fatal(err)
			}
			all, err := Status(Options{Root: clone.root})
			if err != nil {
				t.Fatal(err)
			}
			got := all[1].Problem
			if (got == "") != (c.problem == "") || !strings.Contains(got, c.problem) {
				t.Errorf("problem %q, want %q", got, c.problem)
			}
		})
	}
}

func TestDataDir(t *testing.T) {
	t.Setenv("JUPYTER_DATA_DIR", "")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("HOME", "/home/ada")
	want := "/home/ada/.local/share/jupyter"
	if runtime.GOOS == "darwin" {
		want = "/home/ada/Library/Jupyter"
	}
	if got, err := dataDir(); got != want || err != nil {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	for _, v := range []struct{ key, value, want string }{
		{"XDG_DATA_HOME", "/data", "/data/jupyter"},
		{"JUPYTER_DATA_DIR", "/jupyter", "/jupyter"},
	} {
		if runtime.GOOS == "darwin" && v.key == "XDG_DATA_HOME" {
			continue
		}
		os.Setenv(v.key, v.value) // undone by t.Setenv above
		if got, err := dataDir(); got != v.want || err != nil {
			t.Errorf("%s=%s: got %q, %v; want %q", v.key, v.value, got, err, v.want)
		}
	}
}
