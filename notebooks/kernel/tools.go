package kernel

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/google/renameio/v2"
)

// toolSet is a group of Go programs built from one tool module.
type toolSet struct {
	module   string   // directory with go.mod and go.sum
	bin      string   // directory for the programs
	packages []string // import paths of the programs
	flags    []string // further flags for go build
}

func (p paths) kernelTools() toolSet {
	return toolSet{
		module:   p.toolsModule(),
		bin:      p.bin(),
		packages: []string{"github.com/janpfeifer/gonb", "golang.org/x/tools/cmd/goimports"},
	}
}

// goplsTools builds on one processor, since it runs behind a lab that is in use.
func (p paths) goplsTools() toolSet {
	return toolSet{
		module:   p.goplsModule(),
		bin:      p.goplsBin(),
		packages: []string{"golang.org/x/tools/gopls"},
		flags:    []string{"-p=1"},
	}
}

// stamp identifies what the programs are built from and by.
func (t toolSet) stamp(g goEnv) (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(t.module, name))
		if err != nil {
			return "", err
		}
		h.Write(text)
	}
	fmt.Fprintln(h, g.GOVERSION, runtime.GOOS, runtime.GOARCH, t.packages)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// ready says whether all programs are there, built from the present module by the present toolchain.
func (t toolSet) ready(g goEnv) bool {
	want, err := t.stamp(g)
	if err != nil {
		return false
	}
	got, err := os.ReadFile(filepath.Join(t.bin, "stamp"))
	if err != nil || string(got) != want {
		return false
	}
	for _, pkg := range t.packages {
		if !exists(filepath.Join(t.bin, filepath.Base(pkg))) {
			return false
		}
	}
	return true
}

// build makes the programs beside their place and moves each there whole, so that a kernel started
// meanwhile finds the old one or the new one. It does nothing when they are ready.
func (o Options) build(ctx context.Context, t toolSet, g goEnv) (string, error) {
	if t.ready(g) {
		return "are there", nil
	}
	stamp, err := t.stamp(g)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(t.bin, 0o755); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(t.bin, "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	if err := o.goBuild(ctx, t, g, fresh); err != nil {
		return "", err
	}
	if err := moveAll(fresh, t.bin); err != nil {
		return "", err
	}
	return "built", renameio.WriteFile(filepath.Join(t.bin, "stamp"), []byte(stamp), 0o644)
}

func (o Options) goBuild(ctx context.Context, t toolSet, g goEnv, out string) error {
	args := append([]string{"build", "-mod=readonly", "-ldflags=-s", "-o", out + string(filepath.Separator)}, t.flags...)
	c := command{name: g.command(), dir: t.module, env: toolEnv(), args: append(args, t.packages...)}
	_, err := c.run(ctx, o.Log)
	return err
}

// moveAll renames every file of one directory into another.
func moveAll(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
