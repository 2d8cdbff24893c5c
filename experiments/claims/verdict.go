package claims

import (
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// Outcome is what a measure finds of its claim.
type Outcome string

// The outcomes.
const (
	Reproduced    Outcome = "reproduced"
	NotReproduced Outcome = "not reproduced"
	NotTestable   Outcome = "not testable at this scale"
)

// Evidence is one number behind a verdict.
type Evidence struct {
	Label     string  `json:"label"` // what was measured, such as "CLS − none, accuracy"
	Ratio     float64 `json:"ratio"` // length / training length
	Length    int     `json:"length"`
	Value     float64 `json:"value"`
	Low       float64 `json:"low"` // ends of the interval, 95 % unless asked otherwise
	High      float64 `json:"high"`
	P         float64 `json:"p,omitempty"`    // Student's test over seeds that a difference is zero; 0 where there is none
	Holm      float64 `json:"holm,omitempty"` // P corrected for all tests of the table
	Seeds     int     `json:"seeds"`
	Sequences int     `json:"sequences"`
	Queries   int     `json:"n"`
	Signed    bool    `json:"difference,omitempty"` // whether the value is a difference
}

// Verdict is what one measure of a claim says.
type Verdict struct {
	Claim     string     `json:"claim"`
	Title     string     `json:"title"`
	Statement string     `json:"statement"`
	Source    string     `json:"source"`
	Paper     string     `json:"paper"`
	Outcome   Outcome    `json:"verdict"`
	Reason    string     `json:"reason"`
	Scale     string     `json:"scale"`
	Note      string     `json:"note,omitempty"`
	Rule      string     `json:"rule"`
	Rows      string     `json:"rows,omitempty"` // file of package records
	Evidence  []Evidence `json:"evidence,omitempty"`
	Seeds     int        `json:"seeds"` // least over the evidence
	Queries   int        `json:"n"`     // all rows that were read
	Command   string     `json:"command,omitempty"`
	Commit    string     `json:"commit,omitempty"`
}

// finding is what a rule concludes.
type finding struct {
	outcome  Outcome
	reason   string
	evidence []Evidence
}

// untestable is the finding that the rows cannot speak of the claim.
func untestable(reason string, evidence ...Evidence) finding {
	return finding{NotTestable, reason, evidence}
}

// evidenceOf is an estimate at a length.
func evidenceOf(label string, at results.Row, e results.Estimate) Evidence {
	return Evidence{
		Label: label, Ratio: at.Ratio, Length: at.Length, Value: e.Mean, Low: e.Low, High: e.High,
		Seeds: e.Seeds, Sequences: e.Sequences, Queries: e.Queries,
	}
}

// differenceOf is a difference at a length.
func differenceOf(label string, at results.Row, d results.Difference) Evidence {
	e := Evidence{
		Label: label, Ratio: at.Ratio, Length: at.Length, Value: d.Mean, Low: d.Low, High: d.High,
		Seeds: d.Seeds, Sequences: d.Sequences, Queries: d.Queries, Signed: true,
	}
	if d.PT == d.PT { // a number
		e.P = d.PT
	}
	return e
}

// String shows a number with its interval, such as "+0.27 [+0.23, +0.32] at 64×".
func (e Evidence) String() string {
	format := "%.2f [%.2f, %.2f] at %g×"
	if e.Signed {
		format = "%+.2f [%+.2f, %+.2f] at %g×"
	}
	return minus.Replace(fmt.Sprintf(format, e.Value, e.Low, e.High, e.Ratio))
}

// minus writes differences as a reader expects them.
var minus = strings.NewReplacer("+0.00", "0.00", "-0.00", "0.00", "-0.", "−0.", "-1.", "−1.")
