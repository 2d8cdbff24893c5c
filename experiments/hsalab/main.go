package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/willabides/kongplete"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/study"
)

// Exit statuses.
const (
	exitOK          = 0
	exitError       = 1
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), stopSignals...)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	status := run(ctx, os.Args[1:], newConsole(os.Stdout, os.Stderr))
	stop()
	os.Exit(status)
}

// run parses a command line, carries it out and returns the exit status.
func run(ctx context.Context, args []string, c *console) (status int) {
	defer func() {
		if code, ok := recover().(helpShown); ok {
			status = int(code)
		}
	}()
	parser, err := newParser(c.out, c.err)
	if err != nil {
		return fail(c, err)
	}
	kongplete.Complete(parser, predictors()...)
	parsed, err := parser.Parse(args)
	if err != nil {
		return fail(c, fmt.Errorf("%w (see \"hsalab --help\")", err))
	}
	c.command = commandLine(args)
	adviseSIMD(c)
	parsed.BindTo(ctx, (*context.Context)(nil))
	return fail(c, parsed.Run(c))
}

// helpShown unwinds the parser once it has printed help.
type helpShown int

func newParser(out, errs io.Writer) (*kong.Kong, error) {
	return kong.New(&cli{},
		kong.Name("hsalab"),
		kong.Description("The lab bench for hierarchical sparse attention: train at 128 tokens, test up to 1M on a laptop. New here? Run \"hsalab quickstart\"."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(out, errs),
		kong.Exit(func(code int) { panic(helpShown(code)) }),
		kong.Vars{"recipes": join(experiments.RecipeNames()), "studies": join(study.Names()), "models": modelNames(), "presets": join(presetNames()), "recalls": join(recall.Names())},
	)
}

// fail prints an error, if there is one, and returns the exit status.
func fail(c *console, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, experiments.ErrInterrupted), errors.Is(err, context.Canceled):
		fmt.Fprintln(c.err, "hsalab:", strings.ReplaceAll(err.Error(), context.Canceled.Error(), "interrupted"))
		return exitInterrupted
	}
	fmt.Fprintln(c.err, "hsalab:", err)
	return exitError
}

// adviseSIMD says once how to be faster, where the program was built without vector instructions.
func adviseSIMD(c *console) {
	if experiments.BuiltWithSIMD() || runtime.GOARCH != "amd64" {
		return
	}
	fmt.Fprintln(c.err, "hsalab: built without vector instructions; build with GOEXPERIMENT=simd to be about 20 times faster: GOEXPERIMENT=simd go run ./experiments/hsalab …")
}
