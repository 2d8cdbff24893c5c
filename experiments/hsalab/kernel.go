package main

import (
	"context"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

type kernelCmd struct {
	Install   kernelInstallCmd   `cmd:"" help:"Make the kernel \"HSA Lab (Go)\" known to your own Jupyter. Needs no Python."`
	Status    kernelStatusCmd    `cmd:"" help:"Show where the kernel is installed and whether it can start."`
	Uninstall kernelUninstallCmd `cmd:"" help:"Remove the kernel from your own Jupyter."`
}

type kernelInstallCmd struct{}

// Run installs the kernel.
func (kernelInstallCmd) Run(ctx context.Context, c *console) error {
	file, err := kernel.Install(ctx, kernel.Options{Progress: steps(c)})
	if err == nil {
		c.say("installed: %s; pick the kernel %q in a notebook", file, kernel.DisplayName)
	}
	return err
}

type kernelStatusCmd struct{}

// Run shows where the kernel is.
func (kernelStatusCmd) Run(c *console) error {
	places, err := kernel.Status(kernel.Options{})
	if err != nil {
		return err
	}
	for _, p := range places {
		state := "ready"
		switch {
		case !p.Found:
			state = "not installed"
		case p.Problem != "":
			state = p.Problem
		}
		c.say("%-13s %s\n%-13s %s", p.Where, state, "", p.File)
	}
	return nil
}

type kernelUninstallCmd struct{}

// Run removes the kernel.
func (kernelUninstallCmd) Run(c *console) error {
	removed, err := kernel.Uninstall()
	switch {
	case err != nil:
		return err
	case removed:
		c.say("removed from your Jupyter")
	default:
		c.say("your Jupyter does not have it")
	}
	return nil
}
