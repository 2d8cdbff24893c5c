package kernel

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// warm builds what the notebooks import, in the way a cell is built: in a scratch module that shares a
// workspace with the clone. Afterwards the first cell finds its packages in the build cache and their
// modules in the module cache, and needs no network. The error wraps [ErrNotebookBuild] when the packages
// do not build.
func (o Options) warm(ctx context.Context, p paths, g goEnv) (string, error) {
	files, err := p.findNotebooks()
	if err != nil {
		return "", err
	}
	imports, err := Imports(files...)
	if err != nil {
		return "", err
	}
	scratch, err := os.MkdirTemp(p.cache(), "warm-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(scratch)
	if err := writeScratch(scratch, imports); err != nil {
		return "", err
	}
	if err := o.buildScratch(ctx, p, g, scratch); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d packages built for %d notebooks", len(imports), len(files)), nil
}

// writeScratch writes a module with one program that imports the packages, as gonb does for a cell. fmt is
// always among them: it is what the first cell of a new notebook uses.
func writeScratch(dir string, imports []string) error {
	var main strings.Builder
	main.WriteString("package main\n\nimport _ \"fmt\"\n")
	for _, path := range imports {
		fmt.Fprintf(&main, "import _ %q\n", path)
	}
	main.WriteString("\nfunc main() {}\n")
	files := map[string]string{"go.mod": "module hsalab_warm\n", "main.go": main.String()}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (o Options) buildScratch(ctx context.Context, p paths, g goEnv, dir string) error {
	var env []string
	for k, v := range g.buildEnv() {
		env = append(env, k+"="+v)
	}
	for _, args := range [][]string{
		{"work", "init", ".", p.root},
		{"build", "-o", "warm", "."},
	} {
		c := command{name: g.command(), args: args, dir: dir, env: env}
		if _, err := c.run(ctx, o.Log); err != nil && ctx.Err() != nil {
			return err
		} else if err != nil {
			return fmt.Errorf("%w\n%w", ErrNotebookBuild, err)
		}
	}
	return nil
}
