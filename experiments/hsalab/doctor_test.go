package main

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/plugin"
	"github.com/hsalab/hsalab/notebooks/kernel"
)

// TestTrials: the Go backend passes all, and a result that is wrong, no number or a panic is no pass.
func TestTrials(t *testing.T) {
	backend, err := hsa.OpenBackend("go")
	if err != nil {
		t.Fatal(err)
	}
	for _, trial := range trials {
		if off, err := trial.run(backend); err != nil {
			t.Errorf("%s: off by %g, %v", trial.name, off, err)
		}
	}
	for want, try := range map[string]func(compute.Backend) (float64, error){
		"a trial comes out wrong, by 0.001": func(compute.Backend) (float64, error) { return 1e-3, nil },
		"a trial comes out wrong, by NaN":   func(compute.Backend) (float64, error) { return math.NaN(), nil },
		"a trial: no memory":                func(compute.Backend) (float64, error) { return 0, errors.New("no memory") },
		"a trial: no such operation":        func(compute.Backend) (float64, error) { panic("no such operation") },
	} {
		if _, err := (trial{"a trial", try}).run(backend); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// TestDoctorPlugin: what is no plugin is told in one line, with what to do, whatever this program can load.
func TestDoctorPlugin(t *testing.T) {
	t.Setenv(asProgram, "1")
	dir := t.TempDir()
	text, none := filepath.Join(dir, "text.so"), filepath.Join(dir, "none.so")
	write(t, text, "this is no library")
	for path, want := range map[string]string{none: none + ": there is no such file", text: text + ": it is no shared library", dir: dir + ": it is a folder"} {
		for _, spec := range []string{"xla:" + path, "xla:" + path + ",tf32=false"} {
			c := checkBackend(context.Background(), spec)
			if c.OK || !strings.Contains(c.Detail, want) || !strings.Contains(c.Fix, "hsalab pjrt fetch") || strings.Contains(c.Detail, "\n") {
				t.Errorf("%s: %+v, want %q", spec, c, want)
			}
		}
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := plugin.Check(program); err == nil {
		t.Error("this program passes as a plugin")
	}
}

func TestPluginFailure(t *testing.T) {
	over, stop := context.WithTimeout(context.Background(), 0)
	defer stop()
	stopped, stop := context.WithCancel(context.Background())
	stop()
	status := errors.New("exit status 2")
	for _, c := range []struct {
		ctx             context.Context
		out, errs, want string
		fix             string
	}{
		{context.Background(), "", "SIGSEGV: segmentation violation\nPC=0x0 m=7\n", "P: it crashes when it is loaded (SIGSEGV: segmentation violation)", "usual"},
		{context.Background(), "ok  it loads\nok  a matrix product\n", "", "P: it crashes in HSA with its gradients (exit status 2)", "usual"},
		{context.Background(), "ok  it loads\n", "W12 noise\nhsalab: a matrix product comes out wrong\n", "P: a matrix product comes out wrong", "usual"},
		{context.Background(), "", "hsalab: plugin P: it is old; take another; or none\n", "P: it is old", "take another; or none"},
		{over, "ok  it loads\n", "", "P: it hangs in a matrix product: no result within 5m0s", "usual"},
		{stopped, "", "", "P: the check was interrupted", "usual"},
	} {
		got := pluginFailure(c.ctx, kernel.Check{Fix: "usual"}, "P", status, c.out, c.errs)
		if got.OK || !strings.HasPrefix(got.Detail, c.want) || got.Fix != c.fix {
			t.Errorf("%+v; want %q, %q", got, c.want, c.fix)
		}
	}
}
