package main

import (
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/results"
)

type claimsCmd struct {
	IDs []string `arg:"" optional:"" name:"claim" help:"Claims to show in full, such as C1 (default: all in short)."`
	Out string   `placeholder:"FILE" predictor:"file" help:"Write the verdicts to FILE: .json with everything, .md, .html, .txt, .tex or .csv."`
}

// Run judges the paper's claims by the committed results.
func (a *claimsCmd) Run(c *console) error {
	list, err := claims.All()
	if err != nil {
		return err
	}
	if list, err = a.chosen(list); err != nil {
		return err
	}
	verdicts, err := claims.JudgeAll(list, claims.Recorded(), results.Options{})
	if err != nil {
		return err
	}
	if len(a.IDs) > 0 {
		c.verdicts(verdicts)
	} else if err := c.show(claims.Summary(verdicts)); err != nil {
		return err
	}
	if a.Out == "" {
		return nil
	}
	if err := claims.Save(a.Out, verdicts); err != nil {
		return err
	}
	c.say("wrote %s", a.Out)
	return nil
}

// verdicts prints verdicts one by one, with everything behind them.
func (c *console) verdicts(list []claims.Verdict) {
	last := ""
	for _, v := range list {
		if v.Claim != last {
			c.heading(v.Claim + " " + v.Title)
			c.say("%s", c.wrapped(v.Statement, ""))
		}
		last = v.Claim
		c.say("")
		for _, f := range []struct{ name, value string }{
			{"source", v.Source}, {"paper", v.Paper}, {"verdict", string(v.Outcome)}, {"found", v.Reason}, {"scale", v.Scale}, {"measured", v.Note},
			{"rows", v.Rows}, {"command", v.Command}, {"commit", v.Commit},
		} {
			if f.value != "" {
				c.say("%-10s%s", f.name, strings.TrimSpace(c.wrapped(f.value, "          ")))
			}
		}
		for _, e := range v.Evidence {
			c.say("          %s: %s, %d seeds, n %d", e.Label, e, e.Seeds, e.Queries)
		}
	}
	c.say("")
}

// chosen keeps the claims that were asked for.
func (a *claimsCmd) chosen(list []claims.Claim) ([]claims.Claim, error) {
	if len(a.IDs) == 0 {
		return list, nil
	}
	var kept []claims.Claim
	for _, id := range a.IDs {
		i := slices.IndexFunc(list, func(c claims.Claim) bool { return strings.EqualFold(c.ID, id) })
		if i < 0 {
			return nil, errorf("claim %q: want one of %s", id, join(ids(list)))
		}
		kept = append(kept, list[i])
	}
	return kept, nil
}

func ids(list []claims.Claim) []string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.ID
	}
	return names
}
