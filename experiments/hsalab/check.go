package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/conformance"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

type checkCmd struct {
	backendFlag
	Long     bool    `help:"More generated shapes, every pair of cuts of a stream, every variant on every backend."`
	Shapes   int     `placeholder:"N" help:"Generated operators a form (default: 1000 on go, 30 elsewhere, more with --long)."`
	Limit    float64 `default:"1e-5" help:"Largest error allowed, relative to the largest entry of its tensor."`
	Seed     uint64  `default:"1" help:"Seed of what is generated."`
	Kills    int     `placeholder:"N" help:"Instead, kill a training run N times at random moments: its last checkpoint must load, and it must end bit for bit as one that was not killed."`
	Recorded bool    `help:"Instead, ask the model tiny again what it answered on a GPU, 21 questions at 4K and 64K tokens: minutes on two cores."`
	Only     string  `placeholder:"TEXT" help:"Only subjects with this text in their names, as in dispatch or \"model stick\"."`
}

// fullPrecision switches off the short floats in which CUDA multiplies by default: with them, close scores pick other chunks.
const fullPrecision = ",tf32=false"

// Run runs the conformance suite, a line a check.
func (k *checkCmd) Run(ctx context.Context, c *console) error {
	switch {
	case k.Kills > 0:
		return k.killSweep(ctx, c)
	case k.Recorded:
		return k.replay(ctx, c)
	}
	spec := k.Backend
	if strings.HasPrefix(spec, "xla:") && !strings.Contains(spec, "tf32") {
		spec += fullPrecision
	}
	backend, err := hsa.OpenBackend(spec)
	if err != nil {
		return err
	}
	c.say("backend %s: %s", spec, backend.Description())
	c.say("error: largest difference, relative to the largest entry of its tensor (or to the size of the terms it sums); limit %g in float32", k.Limit)
	checked := checked{console: c, start: time.Now()}
	o, names := k.options()
	rivals := names
	if len(rivals) > 0 {
		rivals = []string{"groups"}
	}
	for _, g := range slices.Concat([]conformance.Group{conformance.Definition(o)}, conformance.Operators(backend, o), conformance.Models(backend, o, names...), conformance.Rivals(backend, o, rivals...)) {
		if !strings.Contains(g.Subject, k.Only) {
			continue
		}
		if err := checked.group(ctx, g); err != nil {
			return err
		}
	}
	return checked.result()
}

// options are the suite's: the go backend compiles nothing, others compile each shape for a second or more.
func (k *checkCmd) options() (o hsatest.Options, variants []string) {
	o = hsatest.Options{Limit: k.Limit, Seed: k.Seed, Shapes: 1000, Unordered: strings.Contains(strings.ToLower(k.Backend), "cuda")}
	onGo := k.Backend == "" || k.Backend == "go"
	switch {
	case k.Long && onGo:
		o.Shapes, o.Effort = 5000, hsatest.Thorough
	case k.Long:
	case !onGo:
		o.Shapes, o.Effort = 30, hsatest.Quick
		variants = []string{"base", "groups", "norms", "stick"}
	}
	if k.Shapes > 0 {
		o.Shapes = k.Shapes
	}
	return o, variants
}

// checked counts what has been checked.
type checked struct {
	*console
	start       time.Time
	run, failed int
}

func (d *checked) group(ctx context.Context, g conformance.Group) error {
	defer g.Close()
	checks, err := g.Checks()
	if err != nil {
		return fmt.Errorf("%s: %w", g.Subject, err)
	}
	for _, c := range checks {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.line(g.Subject, c.Do())
	}
	return nil
}

func (d *checked) line(subject string, f hsatest.Finding) {
	d.run++
	failure := f.Failure()
	if failure != nil {
		d.failed++
	}
	d.say("%s  %-28s %-58s error %-8.2g limit %g", verdict(failure == nil), subject, f.Check.Name, f.Error, f.Check.Limit)
	if failure != nil {
		d.say("      %v", failure)
	}
}

func verdict(passed bool) string {
	if passed {
		return "PASS"
	}
	return "FAIL"
}

// result is an error where a check failed, or where none ran.
func (d *checked) result() error {
	if d.run == 0 {
		return errorf("nothing to check: no subject has the text of --only in its name")
	}
	d.say("%d checks, %d failed, %s", d.run, d.failed, short(time.Since(d.start)))
	if d.failed > 0 {
		return errorf("%d of %d checks failed", d.failed, d.run)
	}
	return nil
}
