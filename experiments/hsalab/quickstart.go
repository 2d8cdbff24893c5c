package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/kernel"
)

type quickstartCmd struct {
	backendFlag
	Out        string   `default:"out/quickstart" predictor:"dir" placeholder:"DIR" help:"Directory for the figures and pages."`
	NoNotebook bool     `help:"Leave Jupyter out."`
	Models     []string `predictor:"model" placeholder:"NAME" help:"Models to look at, by name or directory (default: the shipped ones)."`
}

// quickNeedles lie in the book that the text model reads.
var quickNeedles = []recall.Needle{
	{Key: "lemon", Value: "otter", Depth: 0.07}, {Key: "violin", Value: "tiger", Depth: 0.31},
	{Key: "castle", Value: "goose", Depth: 0.55}, {Key: "rocket", Value: "panda", Depth: 0.86},
}

// quickstart is one run of the command.
type quickstart struct {
	cmd     *quickstartCmd
	c       *console
	models  []*experiments.Trained
	rows    []results.Row
	reading *experiments.Reading
	list    []figures.Named
	written []string
}

// Run does everything once.
func (q *quickstartCmd) Run(ctx context.Context, c *console) error {
	start := time.Now()
	run := &quickstart{cmd: q, c: c}
	if err := run.open(); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{run.evaluate, run.ask, run.draw, run.save, run.notebook} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	c.heading("Done")
	for _, path := range run.written {
		c.say("wrote %s", path)
	}
	c.say("%.1f minutes. Next:\n\n%s", time.Since(start).Minutes(), goOn)
	return nil
}

// wideModel is the shipped model whose windows of 512 take longer than a glance.
const wideModel = "nano-4k"

// open reads the models and makes sure that the results can be written, before any work is done.
func (q *quickstart) open() error {
	names := q.cmd.Models
	if len(names) == 0 {
		names = slices.DeleteFunc(experiments.Shipped(), func(name string) bool { return name == wideModel })
	}
	if len(names) == 0 {
		return errorf("no shipped models in this build of hsalab: train one with \"hsalab train nano-text\" and name it with --models")
	}
	for _, name := range names {
		m, err := experiments.Open(name)
		if err != nil {
			return err
		}
		q.models = append(q.models, m)
	}
	if err := os.MkdirAll(q.cmd.Out, 0o755); err != nil {
		return fmt.Errorf("%w: choose a directory that you can write to, with --out", err)
	}
	probe, err := os.CreateTemp(q.cmd.Out, ".probe-")
	if err != nil {
		return fmt.Errorf("%w: choose a directory that you can write to, with --out", err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// evaluate looks at every model from 1 to 64 times its training length.
func (q *quickstart) evaluate(ctx context.Context) error {
	q.c.heading(fmt.Sprintf("Models trained on short texts, tested on texts up to %d times as long", eval.GlanceRatio))
	sayExpected(q.c, q.models, eval.GlanceRatio)
	m := q.c.meter(0)
	rows, err := eval.Glance(ctx, q.models, eval.GlanceOptions{
		Backend: q.cmd.Backend, Command: q.c.command,
		Progress: func(model string, s eval.Status) {
			if m.bar != nil {
				m.bar.ChangeMax(s.Tokens)
			}
			m.set(s.TokensDone, s.ETA, fmt.Sprintf("%s at %d tokens, %d of %d texts", model, s.Length, s.Done, s.Total))
		},
	})
	m.close()
	if err != nil {
		return err
	}
	q.rows = rows
	sayPeak(q.c)
	return nil
}

// ask has the first text model read a stretch of a book.
func (q *quickstart) ask(ctx context.Context) error {
	for _, m := range q.models {
		if m.Vocabulary == nil {
			continue
		}
		q.c.heading(fmt.Sprintf("%s reads %d words of Newton's Opticks with %d needles", m.Name, bookWords, len(quickNeedles)))
		book, err := experiments.Book(bookWords, 0)
		if err != nil {
			return err
		}
		var questions []string
		for _, n := range quickNeedles {
			questions = append(questions, n.Key)
		}
		q.reading, err = experiments.Ask(ctx, m, book, quickNeedles, questions, experiments.AskOptions{Backend: q.cmd.Backend})
		if err != nil {
			return err
		}
		q.list = append(q.list, figures.Named{Name: "answers", Figure: q.reading.Table()}, figures.Named{Name: "retrieval", Figure: q.reading.Map()})
		return q.c.reading(q.reading)
	}
	return nil
}

// draw makes the figures of this run and of the committed results, and prints them.
func (q *quickstart) draw(context.Context) error {
	recorded, err := records.Evaluation()
	if err != nil && !errors.Is(err, records.ErrNone) {
		return err
	}
	rows := figures.Extend(q.rows, recorded)
	curve, err := figures.ExtrapolationCurve(rows, figures.CurveOptions{})
	if err != nil {
		return err
	}
	curve.Provenance.Hardware = hardware(experiments.ThisHost(q.cmd.Backend))
	if len(rows) > len(q.rows) {
		curve.Provenance.Note = fmt.Sprintf("measured here up to %d times the training length; what goes further is from the committed results", eval.GlanceRatio)
	}
	q.c.heading("Accuracy against length")
	if err := q.c.show(curve); err != nil {
		return err
	}
	q.list = append(q.list, figures.Named{Name: "accuracy", Figure: curve})
	return q.drawAblation()
}

// drawAblation adds the tables of the committed ablation, where there is one.
func (q *quickstart) drawAblation() error {
	effects, err := figures.Effects()
	if errors.Is(err, records.ErrNone) {
		return nil
	} else if err != nil {
		return err
	}
	table, err := figures.AblationSummary()
	if err != nil {
		return err
	}
	q.c.heading("What the parts of the model are worth")
	q.list = append(q.list, figures.Named{Name: "effects", Figure: effects}, figures.Named{Name: "ablation", Figure: table})
	return q.c.show(effects, table)
}

// save writes figures, rows and the page.
func (q *quickstart) save(context.Context) error {
	written, err := figures.Save(q.cmd.Out, q.list, figures.Pictures)
	if err != nil {
		return err
	}
	rows := filepath.Join(q.cmd.Out, "rows.jsonl")
	if err := results.WriteFile(rows, q.rows); err != nil {
		return err
	}
	index := filepath.Join(q.cmd.Out, "index.html")
	if err := q.page(index); err != nil {
		return err
	}
	q.written = append(append(written, rows), index)
	return nil
}

// notebook sets Jupyter up and runs the first notebook; where that cannot be, it says so and all is well.
func (q *quickstart) notebook(ctx context.Context) error {
	if q.cmd.NoNotebook {
		return nil
	}
	q.c.heading("The first notebook")
	html := filepath.Join(q.cmd.Out, "quickstart.html")
	err := q.runNotebook(ctx, html)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, kernel.ErrNoPython), errors.Is(err, kernel.ErrNoIndex), errors.Is(err, kernel.ErrNoGo), errors.Is(err, kernel.ErrNoRoot):
		q.c.say("left Jupyter out: %v", err)
		return nil
	case err != nil:
		return err
	}
	q.written = append(q.written, html)
	return nil
}

func (q *quickstart) runNotebook(ctx context.Context, html string) error {
	root, err := kernel.FindRoot(".")
	if err != nil {
		return err
	}
	if err := setUp(ctx, q.c); err != nil {
		return err
	}
	took, err := runNotebook(ctx, q.c, kernel.RunOptions{Notebook: filepath.Join(root, "notebooks", "01-quickstart.ipynb"), OutHTML: html})
	if err == nil {
		q.c.say("every cell ran, in %s; read it: %s", short(took), html)
	}
	return err
}
