package claims

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/viz"
)

// Table shows verdicts: a row for each measure of each claim, what was found with its intervals, how much stands behind it, and
// where its rows come from.
func Table(verdicts []Verdict) viz.Table {
	t := viz.Table{
		Title: "The paper's claims", Corner: "claim", Prose: true,
		Columns: []string{"paper", "verdict", "found", "scale", "seeds", "n"},
		Caption: "Computed from the committed rows: reproduced, not reproduced, or not testable at this scale. Intervals are 95 %.",
		Footnotes: []string{
			"a verdict asks of each interval alone; of 16 claims that are false one would be called reproduced with a chance of about 1 in 3",
			"p by Student's test over seeds, Holm-corrected for all tests of this table: " + corrected(verdicts),
		},
	}
	var rows []viz.Row
	last := ""
	for _, v := range verdicts {
		label := v.Claim + ": " + v.Statement
		if v.Claim == last {
			label = v.Claim + ", measured again"
		}
		last = v.Claim
		rows = append(rows, viz.Row{Label: label, Cells: []viz.Cell{
			{Text: v.Paper}, {Text: string(v.Outcome)}, {Text: v.found()}, {Text: v.Scale}, {Text: count(v.Seeds)}, {Text: count(v.Queries)},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// found is what the measure says, with its numbers.
func (v Verdict) found() string {
	parts := []string{v.Reason + "."}
	for _, e := range v.Evidence {
		parts = append(parts, e.String()+".")
	}
	return strings.Join(parts, " ")
}

// String shows a number with its interval, such as "CLS − none, accuracy: +0.27 [+0.23, +0.32] at 64×".
func (e Evidence) String() string {
	format := "%s: %.2f [%.2f, %.2f] at %s"
	if e.Signed {
		format = "%s: %+.2f [%+.2f, %+.2f] at %s"
	}
	text := fmt.Sprintf(format, e.Label, e.Value, e.Low, e.High, times(e.Ratio))
	return strings.NewReplacer("+0.00", "0.00", "-0.00", "0.00", "-0.", "−0.", "-1.", "−1.").Replace(text)
}

func times(ratio float64) string { return fmt.Sprintf("%g×", ratio) }

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
				below = append(below, fmt.Sprintf("%s %s at %s %.2g", v.Claim, e.Label, times(e.Ratio), e.Holm))
			}
		}
	}
	if len(below) == 0 {
		return fmt.Sprintf("none of %d below 0.05", tests)
	}
	return fmt.Sprintf("of %d below 0.05: %s", tests, strings.Join(below, "; "))
}
