//go:build notebook

package experiments

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// cloned is the commit of the clone that this cell was built from a moment ago, or "" without git.
var cloned = sync.OnceValue(func() string {
	_, source, _, _ := runtime.Caller(0)
	git := exec.Command("git", "describe", "--always", "--exclude=*", "--abbrev=10", "--dirty=+")
	git.Dir = filepath.Dir(source)
	out, err := git.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
})
