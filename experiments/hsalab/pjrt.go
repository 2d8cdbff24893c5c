package main

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments/pjrt"
)

type pjrtCmd struct {
	Fetch pjrtFetchCmd `cmd:"" help:"Download the XLA plugin for CPUs, about 63 MB, with pip. Nothing is ever fetched unasked."`
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
