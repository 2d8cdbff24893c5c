package kernel_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/hsalab/hsalab/notebooks/kernel"
)

// A program that can do without Jupyter says why it is missing and goes on.
func ExampleSetup() {
	err := kernel.Setup(context.Background(), kernel.Options{Progress: func(s kernel.Step) {
		if s.Done {
			fmt.Printf("%s: %s (%.1fs)\n", s.Name, s.Detail, s.Elapsed.Seconds())
		}
	}})
	switch {
	case errors.Is(err, kernel.ErrNoPython), errors.Is(err, kernel.ErrNoIndex):
		fmt.Println("no notebooks today:", err)
	case err != nil:
		fmt.Println(err)
	}
}

// Executing a notebook into a page for people without Jupyter.
func ExampleRun() {
	err := kernel.Run(context.Background(), kernel.RunOptions{
		Notebook:    "notebooks/01-quickstart.ipynb",
		OutNotebook: "out/quickstart/quickstart.ipynb",
		OutHTML:     "out/quickstart/quickstart.html",
	})
	if failed := (*kernel.CellError)(nil); errors.As(err, &failed) {
		fmt.Printf("cell [%d] failed:\n%s\n", failed.Cell, failed.Output)
	}
}

// The lab runs until Ctrl-C.
func ExampleLab() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := kernel.Lab(ctx, kernel.LabOptions{
		Browser: true,
		Ready:   func(url string) { fmt.Println("the lab is at", url) },
	})
	if err != nil {
		fmt.Println(err)
	}
}

// What is missing, and what to do about it.
func ExampleDoctor() {
	for _, c := range kernel.Doctor(context.Background(), kernel.Options{}) {
		if !c.OK {
			fmt.Printf("%s: %s. %s\n", c.Name, c.Detail, c.Fix)
		}
	}
}

// The kernel in the user's own Jupyter.
func ExampleInstall() {
	file, err := kernel.Install(context.Background(), kernel.Options{})
	fmt.Println("installed", file, err)
	places, err := kernel.Status(kernel.Options{})
	for _, place := range places {
		fmt.Println(place.Where, place.Found, place.Problem, err)
	}
}
