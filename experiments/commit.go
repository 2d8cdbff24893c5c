package experiments

import (
	"cmp"
	"runtime/debug"
)

// BuildCommand builds the program with its commit, wherever the tree lies: Go itself stamps none in a linked worktree of
// git, in a test, or with -buildvcs=false.
const BuildCommand = `GOEXPERIMENT=simd go build -ldflags "-X github.com/hsalab/hsalab/experiments.commit=$(git describe --always --exclude='*' --abbrev=10 --dirty=+)" -o hsalab ./experiments/hsalab`

// commit is set by the linker: see [BuildCommand].
var commit string

// Commit is the short hash of the code that this program was built from, with a plus sign where the tree was changed, or ""
// when unknown: what the linker was told, or what Go stamped. The directory the program runs in does not count, since it
// may hold another state of the code. A notebook's cell and what go run makes, which are built and run at once, have
// the commit of the clone.
func Commit() string {
	info, _ := debug.ReadBuildInfo()
	return cmp.Or(commit, stamped(info), cloned())
}

// stamped is the commit that Go put into a program; info may be nil.
func stamped(info *debug.BuildInfo) string {
	if info == nil {
		return ""
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	hash := settings["vcs.revision"]
	hash = hash[:min(len(hash), 10)]
	if hash != "" && settings["vcs.modified"] == "true" {
		hash += "+"
	}
	return hash
}
