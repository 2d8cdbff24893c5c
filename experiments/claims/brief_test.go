package claims

import (
	"fmt"
	"strings"
	"testing"
)

// TestBrief: a line a claim, whose verdict is that of all its measures.
func TestBrief(t *testing.T) {
	measure := func(claim string, outcome Outcome, evidence ...Evidence) Verdict {
		return Verdict{Claim: claim, Title: "t", Outcome: outcome, Reason: "why", Scale: "nano", Seeds: 3, Evidence: evidence}
	}
	near, far := Evidence{Label: "a − b, accuracy", Ratio: 1, Signed: true}, Evidence{Label: "a − b, accuracy", Ratio: 64, Value: 0.1, Low: 0.05, High: 0.15, Signed: true}
	part, mean := Evidence{Label: "one task", Ratio: 8, Value: 1}, Evidence{Label: averageLabel, Ratio: 8, Value: 0.5, Low: 0.4, High: 0.6}
	table := Brief([]Verdict{
		measure("C1", Reproduced, near, far), measure("C1", NotTestable),
		measure("C2", Reproduced, part, mean), measure("C2", NotReproduced, far),
		measure("C3", NotTestable, near), measure("C4", NotReproduced, far),
	})
	if err := table.Validate(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range table.Groups[0].Rows {
		line := row.Label
		for _, c := range row.Cells {
			line += " | " + c.Text
		}
		lines = append(lines, line)
	}
	const difference = "a − b +0.10 [+0.05, +0.15] at 64×"
	want := []string{
		"reproduced | C1 t | " + difference + " | 3",
		"reproduced by 1 of 2 measures | C2 t | nano: average of the tasks 0.50 [0.40, 0.60] at 8×; " + difference + " | 3",
		"not testable at this scale | C3 t | why | –",
		"not reproduced | C4 t | " + difference + " | 3",
	}
	if got, want := strings.Join(lines, "\n"), strings.Join(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if note := fmt.Sprint(table.Footnotes); !strings.Contains(note, "Holm") {
		t.Errorf("notes %s", note)
	}
}
