package main

import (
	"strings"

	"github.com/posener/complete"
	"github.com/willabides/kongplete"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/study"
	"github.com/hsalab/hsalab/hsa"
)

// cli is the command line; each field a command.
type cli struct {
	Quickstart quickstartCmd `cmd:"" help:"See everything once: evaluate the shipped models, ask about needles in a book, draw the figures, run the first notebook."`

	Train    trainCmd    `cmd:"" help:"Train a model from a recipe. Ctrl-C saves; the same command goes on."`
	Export   exportCmd   `cmd:"" help:"Write a run, finished or not, or a model in the shape of the Hugging Face hub: weights, tokenizer, model card with what was measured."`
	Eval     evalCmd     `cmd:"" help:"Measure accuracy and recall@K of a model past its training length."`
	Diagnose diagnoseCmd `cmd:"" help:"Look inside the HSA layers by length: branch norms, score against attention mass, use of what is retrieved."`
	Ask      askCmd      `cmd:"" help:"Ask a text model about needles in a text of your own."`
	Sweep    sweepCmd    `cmd:"" help:"Carry out the grid of a study: train and test every variant with every seed."`
	Figures  figuresCmd  `cmd:"" help:"Redraw every figure and table from the committed results."`

	Reproduce reproduceCmd `cmd:"" help:"Redraw every figure, table and verdict from the committed results into one offline page; or measure studies anew."`
	Claims    claimsCmd    `cmd:"" help:"Judge the paper's claims by the committed results: reproduced, not reproduced, or not testable at this scale."`

	Lab       labCmd       `cmd:"" help:"Open JupyterLab with the Go kernel of the lab."`
	Notebooks notebooksCmd `cmd:"" help:"Run the notebooks without a browser."`
	Kernel    kernelCmd    `cmd:"" help:"The Jupyter kernel in a Jupyter of your own."`

	Data      dataCmd      `cmd:"" help:"Write samples of benchmarks and recall tasks, with their evidence, and look at them."`
	Tokenizer tokenizerCmd `cmd:"" help:"Train a tokenizer, or look at one."`

	Model      modelCmd      `cmd:"" help:"Show an architecture: picture, parameters by part, and what training and streaming will take."`
	Check      checkCmd      `cmd:"" help:"Check that the model computes what its definition says, on any backend."`
	Bench      benchCmd      `cmd:"" help:"Measure speed on this machine: training, reading, answering, a notebook cell."`
	Doctor     doctorCmd     `cmd:"" help:"Check everything the lab needs, and say what to do about what is missing."`
	PJRT       pjrtCmd       `cmd:"" name:"pjrt" help:"The plugin with which hsalab runs on XLA."`
	Version    versionCmd    `cmd:"" help:"Show commit, Go version and module versions."`
	Completion completionCmd `cmd:"" help:"Print the shell completion script."`
}

// backendFlag is the flag of every command that computes.
type backendFlag struct {
	Backend string `default:"go" placeholder:"go|xla:PATH" help:"What computes: go, or xla:PATH of a PJRT plugin (needs a program built with -tags xla)."`
}

// topK is a number of chunks as a flag: training for that of the training, all, or a number.
type topK int

// UnmarshalText reads the flag.
func (k *topK) UnmarshalText(text []byte) error {
	switch s := string(text); s {
	case "training":
		*k = 0
	case "all":
		*k = hsa.AllChunks
	default:
		n, err := positive(s)
		if err != nil {
			return errorf("top-K %q: want a number of chunks from 1 on, all, or training", s)
		}
		*k = topK(n)
	}
	return nil
}

func join(list []string) string { return strings.Join(list, ", ") }

// modelNames lists the models there are for help.
func modelNames() string {
	if names := experiments.Models(); len(names) > 0 {
		return join(names)
	}
	return "none in this build"
}

// predictors complete what is no flag or command.
func predictors() []kongplete.Option {
	return []kongplete.Option{
		kongplete.WithPredictor("study", complete.PredictOr(complete.PredictSet(study.Names()...), complete.PredictFiles("*.toml"))),
		kongplete.WithPredictor("recipe", complete.PredictSet(experiments.RecipeNames()...)),
		kongplete.WithPredictor("model", complete.PredictOr(complete.PredictSet(append(experiments.Models(), presetNames()...)...), complete.PredictDirs("*"))),
		kongplete.WithPredictor("notebook", complete.PredictFiles("*.ipynb")),
		kongplete.WithPredictor("file", complete.PredictFiles("*")),
		kongplete.WithPredictor("dir", complete.PredictDirs("*")),
	}
}
