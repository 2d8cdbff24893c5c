package kernel

import (
	"path/filepath"
	"strings"
	"testing"
)

// find returns the check of that name, and fails the test when there is none.
func find(t *testing.T, checks []Check, name string) Check {
	t.Helper()
	for _, c := range checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %q in %+v", name, checks)
	return Check{}
}

func TestDoctorFresh(t *testing.T) {
	p := newClone(t, smallRequirements(t))
	var checks []Check
	offline(t, func() { checks = Doctor(t.Context(), Options{Root: p.root}) })
	for _, name := range []string{"jupyter", "package index", "gonb and goimports", "kernelspec", "completion (gopls)"} {
		if c := find(t, checks, name); c.OK || c.Detail == "" || c.Fix == "" {
			t.Errorf("in a fresh clone without an index: %+v", c)
		}
	}
	for _, name := range []string{"go", "clone", "disk"} {
		if c := find(t, checks, name); !c.OK || c.Fix != "" {
			t.Errorf("in a fresh clone: %+v", c)
		}
	}
	if left := entries(t, p.root); len(left) != 2 {
		t.Errorf("the doctor left %q", left)
	}
}

func TestDoctorNoPython(t *testing.T) {
	p := newClone(t, "")
	if c := find(t, Doctor(t.Context(), Options{Root: p.root, Python: "/nowhere/python"}), "python"); c.OK || c.Fix == "" {
		t.Errorf("without Python: %+v", c)
	}
}

// TestDoctorNotebooks plants a notebook that was saved in the stock kernel, and one that was cut off.
func TestDoctorNotebooks(t *testing.T) {
	p := newClone(t, "")
	t.Setenv("JUPYTER_DATA_DIR", t.TempDir())
	file := filepath.Join(p.notebooks(), "05.ipynb")
	ours := read(t, "testdata/two.ipynb")
	for _, c := range []struct{ text, detail, fix string }{
		{ours, "1, all for the kernel", ""},
		{strings.Replace(ours, `"name": "hsalab"`, `"name": "gonb"`, 1), `asks for the kernel "gonb"`, `"HSA Lab (Go)"`},
		{ours[:len(ours)/2], "05.ipynb", "git checkout"},
	} {
		write(t, file, c.text)
		got := checkNotebooks(p)
		if got.OK != (c.fix == "") || !strings.Contains(got.Detail, c.detail) || !strings.Contains(got.Fix, c.fix) {
			t.Errorf("got %+v, want %q and %q", got, c.detail, c.fix)
		}
	}
}

// TestDoctorMovedClone plants a kernelspec in the user's Jupyter whose clone is gone.
func TestDoctorMovedClone(t *testing.T) {
	p, data := newClone(t, ""), t.TempDir()
	t.Setenv("JUPYTER_DATA_DIR", data)
	if c := checkOwnJupyter(p); !c.OK || !strings.Contains(c.Detail, "need not") {
		t.Errorf("without a kernelspec: %+v", c)
	}
	if _, err := browserSpec(paths{"/nowhere/hsalab"}, goEnv{}).write(data); err != nil {
		t.Fatal(err)
	}
	if c := checkOwnJupyter(p); c.OK || !c.Optional || !strings.Contains(c.Detail, "gonb is gone") || !strings.Contains(c.Fix, "kernel install") {
		t.Errorf("after the clone was moved: %+v", c)
	}
}

func TestDoctorSetUp(t *testing.T) {
	needJupyter(t)
	for _, c := range Doctor(t.Context(), Options{}) {
		if !c.OK && !c.Optional && c.Name != "disk" {
			t.Errorf("after Setup: %+v", c)
		}
		if c.Name == "package index" {
			t.Error("the index was asked although Jupyter is set up")
		}
	}
}

func TestDoctorOutside(t *testing.T) {
	checks := Doctor(t.Context(), Options{Root: t.TempDir()})
	if len(checks) != 1 || checks[0].OK || checks[0].Fix == "" {
		t.Errorf("outside a clone: %+v", checks)
	}
}
