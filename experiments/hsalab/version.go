package main

import (
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/hsalab/hsalab/experiments"
)

type versionCmd struct{}

// trio are the modules that must match.
var trio = []string{"github.com/gomlx/gomlx", "github.com/gomlx/compute", "github.com/gomlx/go-xla"}

// Run prints what the program is made of.
func (versionCmd) Run(c *console) error {
	commit := experiments.Commit()
	if commit == "" {
		commit = "unknown; build with " + experiments.BuildCommand
	}
	simd := "no; build with GOEXPERIMENT=simd"
	if experiments.BuiltWithSIMD() {
		simd = "yes"
	}
	c.say("hsalab    commit %s", commit)
	c.say("go        %s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	c.say("simd      %s", simd)
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	for _, dep := range info.Deps {
		if slices.Contains(trio, dep.Path) {
			c.say("module    %s %s", dep.Path, dep.Version)
		}
	}
	return nil
}
