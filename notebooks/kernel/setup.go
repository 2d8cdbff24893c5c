package kernel

import (
	"context"
	"path/filepath"
)

// Setup makes everything that notebooks need in this clone: the virtual environment with JupyterLab, the
// programs of the kernel, the kernelspecs and a warm build cache. Each part that is there already is left
// as it is, and what an earlier, interrupted set-up left is made anew; so Setup is safe to call before
// every use. It waits for another process that sets up the same clone.
//
// The first set-up needs a network. Setup returns [ErrNoGo], [ErrNoPython], [ErrNoIndex], [ErrForeignVenv],
// [ErrDiskFull] or [ErrNotebookBuild] (wrapped, with details), a *[CommandError], the error of ctx, or one of the file
// system.
func Setup(ctx context.Context, o Options) error { return diskFull(o.setUp(ctx)) }

func (o Options) setUp(ctx context.Context) error {
	p, err := o.paths()
	if err != nil {
		return err
	}
	unlock, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	g, err := readGoEnv(ctx, p)
	if err != nil {
		return err
	}
	if err := o.ensureVenv(ctx, p); err != nil {
		return err
	}
	if err := o.ensureTools(ctx, p, g); err != nil {
		return err
	}
	if err := o.ensureSpecs(p, g); err != nil {
		return err
	}
	return o.step("build cache", "building what the notebooks import", func() (string, error) {
		return o.warm(ctx, p, g)
	})
}

func (o Options) ensureTools(ctx context.Context, p paths, g goEnv) error {
	return o.step("tools", "building gonb and goimports", func() (string, error) {
		return o.build(ctx, p.kernelTools(), g)
	})
}

// ensureSpecs writes the two kernelspecs, one for the virtual environment's JupyterLab and one for [Run],
// and the lab's settings.
func (o Options) ensureSpecs(p paths, g goEnv) error {
	return o.step("kernelspec", "writing kernel "+SpecName, func() (string, error) {
		if err := writeLabSettings(p); err != nil {
			return "", err
		}
		if _, err := headlessSpec(p, g).write(p.headless()); err != nil {
			return "", err
		}
		changed, err := browserSpec(p, g).write(p.venvData())
		if changed {
			return "written to " + filepath.Dir(specFile(p.venvData())), err
		}
		return "is there", err
	})
}

// SetupCompletion builds gopls, the program behind completion and documentation in the lab. It takes one
// to two minutes on one core the first time and nothing afterwards. A kernel that is already running finds
// it when it is restarted.
func SetupCompletion(ctx context.Context, o Options) error {
	p, err := o.paths()
	if err != nil {
		return err
	}
	g, err := readGoEnv(ctx, p)
	if err != nil {
		return err
	}
	return o.step("completion", "building gopls", func() (string, error) {
		return o.build(ctx, p.goplsTools(), g)
	})
}
