package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// goEnv is what the go command says of itself inside the clone, where go.mod may have made it switch to
// another toolchain than the one on PATH.
type goEnv struct {
	GOROOT    string
	GOVERSION string
	GOFLAGS   string
	GOPROXY   string
}

// readGoEnv asks the go command on PATH. The error is [ErrNoGo] when there is none.
func readGoEnv(ctx context.Context, p paths) (goEnv, error) {
	var env goEnv
	if _, err := exec.LookPath("go"); err != nil {
		return env, ErrNoGo
	}
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOROOT", "GOVERSION", "GOFLAGS", "GOPROXY")
	cmd.Dir = p.root
	out, err := cmd.Output()
	if err != nil {
		return env, fmt.Errorf("asking the go command for its settings: %w", err)
	}
	return env, json.Unmarshal(out, &env)
}

// command returns the path of the go program that belongs to the toolchain in use.
func (g goEnv) command() string { return filepath.Join(g.GOROOT, "bin", "go") }

// CellTags are the build tags of a cell.
func CellTags() []string { return slices.Clone(cellTags) }

// cellTags choose what cells are built with, since nearly all of a cell's latency is its linker's: in the lab, notebook
// leaves committed rows on disk, and PDF, Parquet and the hub out; in gonum's plot, minimal leaves the formats out that nobody
// asked for; netgo and osusergo do without a C library.
var cellTags = []string{"notebook", "minimal", "netgo", "osusergo"}

// cellFlags returns the GOFLAGS under which cells are built: the user's own, less those that cannot be
// used in a workspace or that a cell sets itself, or that hide from it where the clone is, and -ldflags=-s and the tags of a cell beside the user's.
func (g goEnv) cellFlags() string {
	tags := cellTags
	flags := slices.DeleteFunc(strings.Fields(g.GOFLAGS), func(f string) bool {
		name, value, _ := strings.Cut(strings.TrimLeft(f, "-"), "=")
		if name == "tags" {
			tags = slices.Concat(cellTags, strings.FieldsFunc(value, func(r rune) bool { return r == ',' }))
		}
		return name == "mod" || name == "modfile" || name == "ldflags" || name == "tags" || name == "trimpath"
	})
	return strings.Join(append(flags, "-ldflags=-s", "-tags="+strings.Join(tags, ",")), " ")
}

// buildEnv is the environment in which cells and the packages they import are built. The same values
// stand in the kernelspec, so that a cell finds in the build cache what the set-up put there.
func (g goEnv) buildEnv() map[string]string {
	return map[string]string{
		"GOFLAGS":      g.cellFlags(),
		"GOEXPERIMENT": "simd",
		"GOWORK":       "auto",
	}
}

// toolEnv is the environment in which the Go programs of the tool modules are built.
func toolEnv() []string { return []string{"GOWORK=off", "GOEXPERIMENT=simd"} }
