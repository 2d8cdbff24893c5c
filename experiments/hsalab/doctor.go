package main

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/pjrt"
	"github.com/hsalab/hsalab/notebooks/kernel"
)

type doctorCmd struct {
	backendFlag
}

// Run prints every check; it fails when a part that is needed is missing.
func (d *doctorCmd) Run(ctx context.Context, c *console) error {
	checks := append(d.program(ctx), kernel.Doctor(ctx, kernel.Options{})...)
	if err := ctx.Err(); err != nil {
		return err
	}
	missing := 0
	for _, check := range checks {
		mark := "ok      "
		switch {
		case check.OK:
		case check.Optional:
			mark = "optional"
		default:
			mark = "MISSING "
			missing++
		}
		c.say("%s  %-20s %s", mark, check.Name, check.Detail)
		if !check.OK {
			c.say("%30s → %s", "", check.Fix)
		}
	}
	if missing > 0 {
		return errorf("%d of %d checks failed: do what stands behind →", missing, len(checks))
	}
	return nil
}

// program checks what models need.
func (d *doctorCmd) program(ctx context.Context) []kernel.Check {
	return []kernel.Check{
		checkSIMD(),
		checkBackend(ctx, d.Backend),
		checkXLA(),
		{Name: "models", OK: len(experiments.Shipped()) > 0, Detail: modelNames(), Fix: "build hsalab from a whole clone"},
		checkBook(),
	}
}

func checkSIMD() kernel.Check {
	c := kernel.Check{Name: "vector instructions", OK: experiments.BuiltWithSIMD(), Optional: true, Detail: "in use"}
	if !c.OK {
		c.Detail, c.Fix = "not in use: matrix products are about 20 times slower", "build with GOEXPERIMENT=simd"
	}
	return c
}

func checkXLA() kernel.Check {
	path, ok := pjrt.Find("")
	c := kernel.Check{Name: "XLA plugin", OK: ok, Optional: true, Detail: path}
	if !ok {
		c.Detail, c.Fix = "none fetched; the go backend does without", "\"hsalab pjrt fetch\" downloads one of 63 MB, about twice as fast"
	}
	return c
}

func checkBook() kernel.Check {
	c := kernel.Check{Name: "Newton's Opticks", Fix: "put the go command of a whole Go distribution on PATH"}
	text, err := corpus.Opticks()
	if c.OK = err == nil; c.OK {
		c.Detail = fmt.Sprintf("%d words, in the Go distribution", text.Len())
	} else {
		c.Detail = err.Error()
	}
	return c
}
