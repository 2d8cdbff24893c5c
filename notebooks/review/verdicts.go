package review

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Verdicts are those on the committed rows, as they are kept with the rows, or judged now where rows or claims have changed
// since; that takes seconds. [Redraw] judges in any case.
func Verdicts() []claims.Verdict {
	verdicts, err := claims.Kept()
	if errors.Is(err, claims.ErrStale) {
		verdicts, err = judge()
	}
	show.Check(err)
	return verdicts
}

func judge() ([]claims.Verdict, error) {
	list, err := claims.All()
	if err != nil {
		return nil, err
	}
	return claims.JudgeAll(list, claims.Recorded(), results.Options{})
}

// Summary shows verdicts in short, with how many there are of each kind.
func Summary(verdicts []claims.Verdict) {
	show.Figures(claims.Summary(verdicts))
	show.Text(tally(verdicts))
}

// tally counts the verdicts of each kind.
func tally(verdicts []claims.Verdict) string {
	var parts []string
	for _, o := range []claims.Outcome{claims.Reproduced, claims.NotReproduced, claims.NotTestable} {
		parts = append(parts, fmt.Sprintf("%d %s", len(having(verdicts, o)), o))
	}
	return strings.Join(parts, ", ") + "."
}

// Open shows the verdicts that are not "reproduced", each with its reason in full.
func Open(verdicts []claims.Verdict) {
	for _, o := range []claims.Outcome{claims.NotReproduced, claims.NotTestable} {
		show.Figures(reasons(string(o), having(verdicts, o)))
	}
}

// Claim shows one claim, such as "C1": what the paper says, how it is measured here, and every number behind the verdict.
func Claim(id string) {
	var names []string
	found := false
	for _, v := range Verdicts() {
		if v.Claim == id {
			if !found {
				show.Text(fmt.Sprintf("%s In the paper: %s; its value: %s.", v.Statement, v.Source, v.Paper))
			}
			found = true
			show.Figures(evidence(v))
		}
		if !slices.Contains(names, v.Claim) {
			names = append(names, v.Claim)
		}
	}
	if !found {
		show.Check(fmt.Errorf("no claim %q; there is %s", id, strings.Join(names, ", ")))
	}
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
