package review

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Judge judges every claim from the committed rows, now: it takes seconds.
func Judge() []claims.Verdict {
	list, err := claims.All()
	show.Check(err)
	verdicts, err := claims.JudgeAll(list, claims.Recorded(), results.Options{})
	show.Check(err)
	return verdicts
}

// Summary shows verdicts in short, with how many there are of each kind.
func Summary(verdicts []claims.Verdict) {
	show.Figures(claims.Summary(verdicts))
	for _, o := range []claims.Outcome{claims.Reproduced, claims.NotReproduced, claims.NotTestable} {
		show.Number("measures "+string(o), float64(len(having(verdicts, o))), 0)
	}
}

// Open shows the verdicts that are not "reproduced", each with its reason in full.
func Open(verdicts []claims.Verdict) {
	for _, o := range []claims.Outcome{claims.NotReproduced, claims.NotTestable} {
		show.Figures(reasons(string(o), having(verdicts, o)))
	}
}

// Claim judges one claim, such as "C1": what the paper says, the rule with its numbers, and every number behind the verdict.
func Claim(id string) {
	list, err := claims.All()
	show.Check(err)
	for _, c := range list {
		if c.ID != id {
			continue
		}
		show.Text(fmt.Sprintf("%s In the paper: %s; its value: %s.", c.Statement, c.Source, c.Paper))
		for _, m := range c.Measures {
			v, err := claims.Judge(c, m, claims.Recorded(), results.Options{})
			show.Check(err)
			show.Figures(evidence(v))
		}
		return
	}
	show.Check(fmt.Errorf("no claim %q; there is %s", id, ids(list)))
}

func ids(list []claims.Claim) string {
	var all []string
	for _, c := range list {
		all = append(all, c.ID)
	}
	return strings.Join(all, ", ")
}

func having(verdicts []claims.Verdict, o claims.Outcome) []claims.Verdict {
	var list []claims.Verdict
	for _, v := range verdicts {
		if v.Outcome == o {
			list = append(list, v)
		}
	}
	return list
}

// reasons is a row a verdict.
func reasons(title string, verdicts []claims.Verdict) viz.Table {
	t := viz.Table{Title: title, Corner: "claim", Prose: true, Columns: []string{"what the paper says", "why the verdict"}, Groups: []viz.Group{{}}}
	for _, v := range verdicts {
		row := viz.Row{Label: v.Claim + " " + v.Title, Cells: []viz.Cell{{Text: v.Statement}, {Text: v.Reason}}}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	return t
}

// evidence is a row a number.
func evidence(v claims.Verdict) viz.Table {
	t := viz.Table{
		Title: fmt.Sprintf("%s: %s", v.Claim, v.Outcome), Corner: "measured", Prose: true,
		Columns: []string{"at", "value", "seeds", "texts", "questions", "p over seeds"},
		Caption: fmt.Sprintf("%s. %s", v.Scale, strings.TrimSpace(v.Note+" "+v.Reason+".")),
		Groups:  []viz.Group{{}}, Provenance: viz.Provenance{Command: v.Command, Commit: v.Commit},
	}
	for _, e := range v.Evidence {
		value, at, _ := strings.Cut(e.String(), " at ")
		p := "–"
		if e.P > 0 {
			p = fmt.Sprintf("%.2g", e.P)
		}
		var cells []viz.Cell
		for _, text := range []string{at, value, fmt.Sprint(e.Seeds), fmt.Sprint(e.Sequences), fmt.Sprint(e.Queries), p} {
			cells = append(cells, viz.Cell{Text: text})
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, viz.Row{Label: e.Label, Cells: cells})
	}
	if len(v.Evidence) == 0 {
		t.Groups[0].Rows = []viz.Row{{Label: "nothing yet", Cells: []viz.Cell{{Text: v.Reason}, {}, {}, {}, {}, {}}}}
	}
	return t
}
