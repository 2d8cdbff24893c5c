package kernel

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fixed is a clone and a toolchain whose kernelspecs are the same on every machine.
func fixed() (paths, goEnv) {
	return paths{"/home/ada/hsalab"}, goEnv{GOROOT: "/usr/local/go", GOFLAGS: "-mod=mod -buildvcs=false"}
}

func TestSpecs(t *testing.T) {
	p, g := fixed()
	for name, s := range map[string]spec{"browser": browserSpec(p, g), "headless": headlessSpec(p, g)} {
		data := t.TempDir()
		for _, want := range []bool{true, false} {
			if changed, err := s.write(data); err != nil || changed != want {
				t.Errorf("%s: write reports %v, %v; want %v", name, changed, err, want)
			}
		}
		golden := filepath.Join("testdata", name+".kernel.json")
		if os.Getenv("HSALAB_UPDATE_GOLDEN") == "1" {
			write(t, golden, read(t, specFile(data)))
		}
		if diff := cmp.Diff(read(t, golden), read(t, specFile(data))); diff != "" {
			t.Errorf("%s (-%s +written):\n%s", name, golden, diff)
		}
		if back, found, err := readSpec(data); !found || err != nil || !cmp.Equal(back, s) {
			t.Errorf("%s: read back %+v, %v, %v", name, back, found, err)
		}
	}
}

func TestCellFlags(t *testing.T) {
	for have, want := range map[string]string{
		"":                                "-ldflags=-s -tags=notebook,minimal,netgo,osusergo",
		"-buildvcs=false":                 "-buildvcs=false -ldflags=-s -tags=notebook,minimal,netgo,osusergo",
		"-mod=mod --ldflags=-w -tags=x,y": "-ldflags=-s -tags=notebook,minimal,netgo,osusergo,x,y",
		"-modfile=other.mod -modcacherw -trimpath": "-modcacherw -ldflags=-s -tags=notebook,minimal,netgo,osusergo",
	} {
		if got := (goEnv{GOFLAGS: have}).cellFlags(); got != want {
			t.Errorf("GOFLAGS %q: got %q, want %q", have, got, want)
		}
	}
}
