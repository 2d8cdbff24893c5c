package experiments

import (
	"runtime/debug"
	"testing"
)

// TestStamped: the commit is that of the build, never of the directory that a program runs in; a test has none.
func TestStamped(t *testing.T) {
	built := func(revision, modified string) *debug.BuildInfo {
		return &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified}}}
	}
	for _, c := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, ""},
		{&debug.BuildInfo{}, ""},
		{built("", "true"), ""},
		{built("0123456789abcdef", "false"), "0123456789"},
		{built("0123456789abcdef", "true"), "0123456789+"},
	} {
		if got := stamped(c.info); got != c.want {
			t.Errorf("%v: %q, want %q", c.info, got, c.want)
		}
	}
	if got := Commit(); got != "" && !inCell {
		t.Errorf("a test, run inside the repository, has commit %q", got)
	}
}

// TestCommitLinked: what the linker was told comes first.
func TestCommitLinked(t *testing.T) {
	defer func(was string) { commit = was }(commit)
	commit = "abc+"
	if got := Commit(); got != "abc+" {
		t.Errorf("%q", got)
	}
}
