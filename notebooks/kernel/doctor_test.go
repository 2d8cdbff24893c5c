package kernel

import (
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
