package main

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments/pjrt"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/plugin"
)

type pjrtCmd struct {
	Fetch pjrtFetchCmd `cmd:"" help:"Download the XLA plugin for CPUs, about 63 MB, with pip. Nothing is ever fetched unasked."`
	Check pjrtCheckCmd `cmd:"" help:"Try a plugin: it loads, and what it computes is right. \"hsalab doctor --backend xla:PATH\" says so in one line, and outlives a plugin that crashes."`
}

type pjrtCheckCmd struct {
	Path string `arg:"" predictor:"file" help:"The plugin's shared library."`
}

// trialPassed begins the line of each trial that a plugin has passed.
const trialPassed = "ok  "

// Run loads a plugin in this process and tries it, a line a trial.
func (p *pjrtCheckCmd) Run(c *console) error {
	backend, err := hsa.OpenBackend("xla:" + p.Path + fullPrecision)
	if err != nil {
		return err
	}
	major, minor, err := plugin.Version(p.Path)
	//lint:ignore SA4023 only a program without XLA always has an error here
	if err != nil {
		return err
	}
	c.say("%sit loads, PJRT %d.%d, %d device(s)", trialPassed, major, minor, backend.NumDevices())
	for _, t := range trials {
		off, err := t.run(backend)
		if err != nil {
			return err
		}
		c.say("%s%s is right to %.2g", trialPassed, t.name, off)
	}
	return nil
}

type pjrtFetchCmd struct {
	Dir string `placeholder:"DIR" predictor:"dir" help:"Where to keep it (default: the user's cache directory)."`
}

// Run fetches the plugin.
func (p *pjrtFetchCmd) Run(ctx context.Context, c *console) error {
	path, err := pjrt.Fetch(ctx, p.Dir, pjrt.WithProgress(func(step string) { fmt.Fprintln(c.err, " ", step) }))
	if err != nil {
		return err
	}
	c.say("%s", path)
	c.say("use it: GOEXPERIMENT=simd go run -tags xla ./experiments/hsalab eval nano --backend xla:%s", path)
	return nil
}
