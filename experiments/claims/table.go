package claims

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/viz"
)

// Table shows verdicts in full: a row for each measure of each claim, with statement, the paper's value, what was found,
// how it was measured, and how much stands behind it.
func Table(verdicts []Verdict) viz.Table {
	t := tableOf(verdicts, "claim", "paper", "verdict", "found", "measured", "seeds", "n")
	for _, v := range verdicts {
		add(&t, v.Claim+": "+v.Statement+" ("+v.Source+")", v.Paper, string(v.Outcome), v.Reason, v.measured(), count(v.Seeds), count(v.Queries))
	}
	t.Provenance = viz.Provenance{Command: "hsalab claims", Commit: commits(verdicts)}
	return t
}

// Summary shows verdicts in short: a few words for each measure of each claim.
func Summary(verdicts []Verdict) viz.Table {
	t := tableOf(verdicts, "claim", "verdict", "found", "scale", "seeds", "n")
	for _, v := range verdicts {
		add(&t, v.Claim+" "+v.Title, string(v.Outcome), v.Reason, v.Scale, count(v.Seeds), count(v.Queries))
	}
	return t
}

// tableOf is a table about verdicts, without rows.
func tableOf(verdicts []Verdict, corner string, columns ...string) viz.Table {
	return viz.Table{
		Title: "The paper's claims", Corner: corner, Prose: true, Columns: columns, Groups: []viz.Group{{}},
		Caption: "Computed from the committed rows: reproduced, not reproduced, or not testable at this scale. Intervals are 95 %.",
		Footnotes: []string{
			"p by Student's test over seeds, Holm-corrected for all tests of this table: " + corrected(verdicts),
		},
	}
}

// add adds a row of texts.
func add(t *viz.Table, label string, texts ...string) {
	row := viz.Row{Label: label, Cells: make([]viz.Cell, len(texts))}
	for i, text := range texts {
		row.Cells[i].Text = text
	}
	t.Groups[0].Rows = append(t.Groups[0].Rows, row)
}

// measured says at what scale, how, and on which rows.
func (v Verdict) measured() string {
	text := v.Scale + "."
	if v.Note != "" {
		text += " " + v.Note
	}
	if v.Rows != "" {
		text += fmt.Sprintf(" Rows: %s, commit %s.", v.Rows, v.Commit)
	}
	return text
}

// commits lists those of all verdicts.
func commits(verdicts []Verdict) string {
	seen := map[string]bool{}
	for _, v := range verdicts {
		for _, c := range strings.Split(v.Commit, "; ") {
			if c != "" {
				seen[c] = true
			}
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), "; ")
}

func count(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// corrected lists the tests that stay below 0.05 after Holm's correction.
func corrected(verdicts []Verdict) string {
	var below []string
	tests := 0
	for _, v := range verdicts {
		for _, e := range v.Evidence {
			if e.P > 0 {
				tests++
			}
			if e.P > 0 && e.Holm < 0.05 {
				below = append(below, fmt.Sprintf("%s %s at %g× %.2g", v.Claim, e.Label, e.Ratio, e.Holm))
			}
		}
	}
	if len(below) == 0 {
		return fmt.Sprintf("none of %d below 0.05", tests)
	}
	return fmt.Sprintf("of %d below 0.05: %s", tests, strings.Join(below, "; "))
}
