package corpus

import (
	"context"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// OpticksTrain is the share of Opticks that is for training: the held-out 70 % have 65,536 words and
// more, 256 times a training length of 256.
const OpticksTrain = 0.3

// opticksFiles are the places of the book below GOROOT, newest Go releases first.
var opticksFiles = []string{
	"src/testdata/Isaac.Newton-Opticks.txt",
	"src/compress/testdata/Isaac.Newton-Opticks.txt",
	"src/compress/bzip2/testdata/Isaac.Newton-Opticks.txt.bz2",
}

// Opticks reads Isaac Newton's Opticks (1730) from the Go distribution of this machine: in the one
// that `go env GOROOT` names, or else in the one that built this program.
func Opticks() (*Text, error) {
	roots := goroots()
	path, err := findOpticks(roots)
	if err != nil {
		return nil, err
	}
	t, err := Open(path)
	if err != nil {
		return nil, err
	}
	t.Name = "Newton's Opticks"
	return t, nil
}

func findOpticks(roots []string) (string, error) {
	for _, root := range roots {
		for _, name := range opticksFiles {
			path := filepath.Join(root, filepath.FromSlash(name))
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path, nil
			}
		}
	}
	where := "no Go distribution was found"
	if len(roots) > 0 {
		where = "looked in " + strings.Join(roots, " and ")
	}
	return "", fmt.Errorf("corpus: Newton's Opticks (%s) is not in the Go distribution (%s): some packaged distributions leave test data out; install Go's own archive and set GOROOT to it, or name a text file by its path", opticksFiles[0], where)
}

// goroots are the Go distributions of this machine, the likeliest first.
func goroots() []string {
	var named []string
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output(); err == nil {
		named = append(named, strings.TrimSpace(string(out)))
	}
	var roots []string
	for _, root := range append(named, os.Getenv("GOROOT"), build.Default.GOROOT) {
		if root != "" && !slices.Contains(roots, root) {
			roots = append(roots, root)
		}
	}
	return roots
}
