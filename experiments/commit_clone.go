package experiments

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// cloned is the commit of the clone that this program was built from, where it was built a moment ago and is not kept: a
// notebook's cell, or what go run makes. Otherwise, and without git, it is "".
var cloned = sync.OnceValue(func() string {
	if exe, err := os.Executable(); !inCell && (err != nil || !byGoRun(exe)) {
		return ""
	}
	_, source, _, _ := runtime.Caller(0)
	git := exec.Command("git", "describe", "--always", "--exclude=*", "--abbrev=10", "--dirty=+")
	git.Dir = filepath.Dir(source)
	out, err := git.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
})

// byGoRun reports whether a program lies where go run puts those it makes, builds and runs: go-buildN/bNNN/exe, or the
// build cache in a folder of its own, which has the name of its hash and "-d".
func byGoRun(exe string) bool {
	dir := filepath.Dir(exe)
	if hash, cached := strings.CutSuffix(filepath.Base(dir), "-d"); cached && len(hash) == 64 {
		return true
	}
	return filepath.Base(dir) == "exe" && strings.HasPrefix(filepath.Base(filepath.Dir(filepath.Dir(dir))), "go-build")
}
