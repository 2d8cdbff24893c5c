package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments/report"
)

type reproduceCmd struct {
	Out       string        `default:"out/reproduce" predictor:"dir" placeholder:"DIR" help:"Directory for the report: index.html, and every figure and table as files."`
	Readme    string        `predictor:"file" placeholder:"FILE" help:"Instead, write the tables of FILE anew: those between <!-- table NAME --> and <!-- end -->."`
	Check     bool          `help:"With --readme: only say which tables are stale, and fail if any is."`
	Keep      string        `predictor:"dir" placeholder:"DIR" help:"Instead, write the figures and verdicts that notebooks show at once into the repository at DIR."`
	Recompute bool          `help:"Train and test a study anew, from seeds, and show old against new."`
	Figure    string        `placeholder:"NAME" help:"With --recompute: the study, such as encoder-residual, a figure of one, or a study of your own (.toml); default: all."`
	Budget    time.Duration `default:"30m" placeholder:"TIME" help:"With --recompute: time after which no further run is started."`
	backendFlag
}

// Run redraws every figure and table from the committed results.
func (a *reproduceCmd) Run(ctx context.Context, c *console) error {
	switch {
	case a.Check && a.Readme == "":
		return errorf("--check: name the file by --readme")
	case a.Recompute:
		return a.recompute(ctx, c)
	case a.Readme != "":
		return a.readme(c)
	}
	start := time.Now()
	r, err := report.Redraw(report.Options{Progress: c.passing("drawn")})
	if err != nil {
		return err
	}
	if a.Keep != "" {
		if err := r.Keep(a.Keep); err != nil {
			return err
		}
		c.say("kept %d figures and the verdicts below %s", len(r.Drawn), a.Keep)
		return nil
	}
	index, err := r.Write(a.Out, c.passing("written"))
	if err != nil {
		return err
	}
	if len(r.Missing) > 0 {
		c.say("left out, since no results for them are committed: %s", join(r.Missing))
	}
	c.say("%d figures and tables, %d verdicts, in %s; open %s", len(r.Drawn), len(r.Verdicts), short(time.Since(start)), index)
	return nil
}

// readme checks or rewrites the tables of a README.
func (a *reproduceCmd) readme(c *console) error {
	raw, err := os.ReadFile(a.Readme)
	if err != nil {
		return err
	}
	if len(report.Marked(raw)) == 0 {
		return errorf("%s: no table is marked: put <!-- table NAME --> and <!-- end --> where one is to stand", a.Readme)
	}
	r, err := report.Redraw(report.Options{Only: report.Marked(raw), Progress: c.passing("drawn")})
	if err != nil {
		return err
	}
	fresh, stale, err := report.Rewrite(raw, r.Find)
	if err != nil {
		return errorf("%s: %w", a.Readme, err)
	}
	switch {
	case len(stale) == 0:
		c.say("%s: %d tables, all as the results say", a.Readme, len(report.Marked(raw)))
		return nil
	case a.Check:
		return errorf("%s: stale: %s; run \"hsalab reproduce --readme %s\"", a.Readme, join(stale), a.Readme)
	}
	if err := renameio.WriteFile(a.Readme, fresh, 0o644, renameio.WithExistingPermissions()); err != nil {
		return err
	}
	c.say("%s: written anew: %s", a.Readme, join(stale))
	return nil
}

// passing shows on a terminal, in one line, what was done last; elsewhere nothing.
func (c *console) passing(verb string) func(name string) {
	if !c.bars {
		return nil
	}
	return func(name string) { fmt.Fprintf(c.err, "\r\x1b[K%s %s\r", verb, name) }
}
