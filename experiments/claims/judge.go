package claims

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
)

// rule decides a measure from rows, or from diagnoses, of which there is at least one. check reports what a measure lacks for it.
type rule struct {
	check    func(Measure) error
	judge    func(Measure, []results.Row, results.Options) (finding, error)
	diagnose func(Measure, []results.Diagnosis, results.Options) (finding, error)
}

// rules by name.
var rules = map[string]rule{
	"advantage":   {check: checkAdvantage, judge: advantage},
	"reach":       {check: checkReach, judge: reach},
	"level":       {check: checkLevel, judge: level},
	"collapse":    {check: checkCollapse, judge: collapse},
	"flat":        {check: checkFlat, judge: flat},
	"correlation": {check: checkCorrelation, diagnose: correlation},
	"holds":       {check: checkHolds, judge: holds},
}

// Rules names the rules.
func Rules() []string { return slices.Sorted(maps.Keys(rules)) }

// JudgeAll judges every measure of every claim, and corrects the p-values of the whole table. The verdicts are in the
// order of the claims, though measures that read the same rows are judged one after the other.
func JudgeAll(list []Claim, source Source, o results.Options) ([]Verdict, error) {
	type job struct {
		claim   Claim
		measure Measure
		at      int
	}
	var jobs []job
	for _, c := range list {
		for _, m := range c.Measures {
			jobs = append(jobs, job{c, m, len(jobs)})
		}
	}
	slices.SortStableFunc(jobs, func(a, b job) int { return strings.Compare(a.measure.Rows[0], b.measure.Rows[0]) })
	verdicts := make([]Verdict, len(jobs))
	for _, j := range jobs {
		v, err := Judge(j.claim, j.measure, source, o)
		if err != nil {
			return nil, err
		}
		verdicts[j.at] = v
	}
	correct(verdicts)
	return verdicts, nil
}

// Judge judges one measure of a claim.
func Judge(c Claim, m Measure, source Source, o results.Options) (Verdict, error) {
	v := Verdict{Claim: c.ID, Title: c.Title, Statement: c.Statement, Source: c.Source, Paper: c.Paper, Scale: m.Scale, Note: m.Note, Rule: m.Rule}
	judge := v.fromRows
	if rules[m.Rule].diagnose != nil {
		judge = v.fromDiagnoses
	}
	found, err := judge(m, source, o)
	if err != nil {
		return v, fmt.Errorf("claims: %s, rule %s: %w", c.ID, m.Rule, err)
	}
	v.Outcome, v.Reason, v.Evidence = found.outcome, found.reason, found.evidence
	for i, e := range v.Evidence {
		if i == 0 || e.Seeds < v.Seeds {
			v.Seeds = e.Seeds
		}
	}
	return v, nil
}

// fromRows judges a measure by its rows.
func (v *Verdict) fromRows(m Measure, source Source, o results.Options) (finding, error) {
	rows, file, err := firstOf(source, m.Rows)
	if err != nil {
		return finding{}, err
	}
	if len(rows) == 0 {
		return untestable("no rows: " + strings.Join(m.Rows, ", or ")), nil
	}
	if rows = m.Where.Of(rows); len(rows) == 0 {
		return untestable("no rows of this in " + file), nil
	}
	from := figures.Origin(rows)
	v.Rows, v.Queries, v.Command, v.Commit = file, len(rows), from.Command, from.Commit
	return rules[m.Rule].judge(m, rows, o)
}

// fromDiagnoses judges a measure by its diagnoses.
func (v *Verdict) fromDiagnoses(m Measure, source Source, o results.Options) (finding, error) {
	list, err := source.Diagnoses()
	if err != nil && !errors.Is(err, records.ErrNone) {
		return finding{}, err
	}
	if list = m.Where.OfDiagnoses(list); len(list) == 0 {
		return untestable("no rows: " + records.DiagnosesFile), nil
	}
	v.Rows = records.DiagnosesFile
	from := figures.OriginOfDiagnoses(list)
	v.Command, v.Commit = from.Command, from.Commit
	for _, d := range list {
		v.Queries += d.Questions
	}
	return rules[m.Rule].diagnose(m, list, o)
}

// firstOf reads the first file that is committed.
func firstOf(source Source, names []string) (rows []results.Row, file string, err error) {
	for _, name := range names {
		rows, err := source.Rows(name)
		if errors.Is(err, records.ErrNone) {
			continue
		}
		return rows, name, err
	}
	return nil, "", nil
}

// correct fills in the p-values corrected for all tests of the table.
func correct(verdicts []Verdict) {
	var p []float64
	var at []*Evidence
	for _, v := range verdicts {
		for i := range v.Evidence {
			if e := &v.Evidence[i]; e.P > 0 {
				p, at = append(p, e.P), append(at, e)
			}
		}
	}
	for i, q := range results.Holm(p) {
		at[i].Holm = q
	}
}

// estimate is the metric over rows, all of one length; ok is false where no row has it.
func estimate(rows []results.Row, metric results.Metric, o results.Options) (e results.Estimate, ok bool, err error) {
	cells, err := results.Aggregate(rows, func(results.Row) struct{} { return struct{}{} }, metric, o)
	if err != nil || len(cells) == 0 {
		return results.Estimate{}, false, err
	}
	return cells[0].Estimate, true, nil
}

// chanceOf is the accuracy of a guess, 0 where the lab does not know the task.
func chanceOf(rows []results.Row) float64 {
	c, _ := figures.Chance(rows[0])
	return c
}

// tooFew says that models of so many seeds were measured, where a claim wants more.
func tooFew(seeds, want int) string {
	if seeds == 1 {
		return fmt.Sprintf("1 seed, want %d", want)
	}
	return fmt.Sprintf("%d seeds, want %d", seeds, want)
}
