package claims

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkAdvantage: the rule advantage uses Compare, Metric, Near, Far, Tolerance, Grows, Modest and Seeds.
func checkAdvantage(m Measure) error {
	if len(m.Compare) == 0 || m.Far <= 1 || m.Tolerance <= 0 {
		return errors.New("advantage wants compare, far above 1, and tolerance above 0")
	}
	return nil
}

// advantage is reproduced when in each pair the first is better than the second far out, by the tolerance at least and with an interval
// above zero; where asked, by more than near the training length, and there by no more than is modest. Far is the longest length,
// from Far on, where one of the two still answers above chance.
func advantage(m Measure, rows []results.Row, o results.Options) (finding, error) {
	all := finding{outcome: Reproduced}
	var reasons []string
	for _, c := range m.Compare {
		found, err := m.compare(c, rows, o)
		if err != nil {
			return finding{}, fmt.Errorf("%s: %w", c.Label, err)
		}
		all.outcome = worse(all.outcome, found.outcome)
		all.evidence = append(all.evidence, found.evidence...)
		reasons = append(reasons, found.reason)
	}
	all.reason = strings.Join(reasons, "; ")
	return all, nil
}

// worse is the outcome of two that must both hold.
func worse(a, b Outcome) Outcome {
	order := []Outcome{Reproduced, NotTestable, NotReproduced}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// sides are the rows of a pair.
type sides struct{ first, second []results.Row }

// at keeps one length / training length.
func (s sides) at(ratio float64) sides {
	return sides{atRatio(s.first, ratio), atRatio(s.second, ratio)}
}

// compare judges one pair.
func (m Measure) compare(c Compare, rows []results.Row, o results.Options) (finding, error) {
	metric, err := metricNamed(cmp.Or(c.Metric, m.Metric))
	if err != nil {
		return finding{}, err
	}
	s := sides{c.First.Of(rows), c.Second.Of(rows)}
	if len(s.first) == 0 || len(s.second) == 0 {
		return untestable(c.Label + ": no rows of one of the two"), nil
	}
	far, why, err := m.lengths(s, o)
	if err != nil || why != "" {
		return untestable(c.Label + ": " + why), err
	}
	label := fmt.Sprintf("%s, %s", c.Label, cmp.Or(c.Metric, m.Metric, "accuracy"))
	d, err := s.at(far).difference(metric, o)
	if err != nil {
		return finding{}, err
	}
	n, err := s.at(m.near()).difference(metric, o)
	if err != nil {
		return finding{}, err
	}
	found := finding{evidence: []Evidence{
		differenceOf(label, atRatio(s.first, m.near())[0], n), differenceOf(label, atRatio(s.first, far)[0], d),
	}}
	if d.Seeds < m.Seeds {
		return untestable(c.Label+": "+tooFew(d.Seeds, m.Seeds), found.evidence...), nil
	}
	outcome, why := m.decide(n, d)
	found.outcome, found.reason = outcome, fmt.Sprintf("%s %s (%s, %s)", label, why, found.evidence[0], found.evidence[1])
	return found, nil
}

func (m Measure) near() float64 { return cmp.Or(m.Near, 1) }

// decide says what the differences near and far mean.
func (m Measure) decide(near, far results.Difference) (Outcome, string) {
	growth := far.Low - near.High // conservative: the interval of the sum of two
	switch {
	case far.High < m.Tolerance:
		return NotReproduced, fmt.Sprintf("stays below %g far out", m.Tolerance)
	case far.Low <= 0:
		return NotReproduced, "is left open"
	case far.Mean < m.Tolerance:
		return NotReproduced, fmt.Sprintf("is below %g far out", m.Tolerance)
	case m.Grows && growth <= 0:
		return NotReproduced, "is not shown to grow with length"
	case m.Modest > 0 && near.Mean > m.Modest:
		return NotReproduced, fmt.Sprintf("is above %g at the training length already", m.Modest)
	case m.Grows:
		return Reproduced, "grows with length"
	}
	return Reproduced, "holds far out"
}

// lengths finds the longest length / training length that both sides have and where one answers above chance; why says
// what is missing.
func (m Measure) lengths(s sides, o results.Options) (far float64, why string, err error) {
	common := ratiosOf(s.first)
	other := ratiosOf(s.second)
	common = slices.DeleteFunc(common, func(r float64) bool { return !slices.Contains(other, r) })
	if !slices.Contains(common, m.near()) {
		return 0, fmt.Sprintf("no rows at %g× the training length", m.near()), nil
	}
	if can, err := s.at(m.near()).aboveChance(o); err != nil || !can {
		return 0, "neither has learned the task at the training length", err
	}
	if longest := common[len(common)-1]; longest < m.Far {
		return 0, fmt.Sprintf("tested up to %g× the training length, want %g×", longest, m.Far), nil
	}
	for _, r := range slices.Backward(common) {
		if r < m.Far {
			break
		}
		if can, err := s.at(r).aboveChance(o); err != nil || can {
			return r, "", err
		}
	}
	return 0, fmt.Sprintf("from %g× on neither answers above chance", m.Far), nil
}

// aboveChance says whether one side's accuracy is above that of a guess by its interval.
func (s sides) aboveChance(o results.Options) (bool, error) {
	for _, rows := range [][]results.Row{s.first, s.second} {
		e, ok, err := estimate(rows, results.Score, o)
		if err != nil {
			return false, err
		}
		if ok && e.Low > chanceOf(rows) {
			return true, nil
		}
	}
	return false, nil
}

// difference compares the sides, over the questions for which both have the metric.
func (s sides) difference(metric results.Metric, o results.Options) (results.Difference, error) {
	first, second := partners(s.first, s.second, metric)
	return results.Paired(first, second, metric, o)
}

// partners keeps the rows that have the metric and a partner that has it.
func partners(a, b []results.Row, metric results.Metric) (first, second []results.Row) {
	has := func(rows []results.Row) map[results.ID]bool {
		ids := map[results.ID]bool{}
		for _, r := range rows {
			if _, ok := metric(r); ok {
				ids[question(r)] = true
			}
		}
		return ids
	}
	keep := func(rows []results.Row, in map[results.ID]bool) []results.Row {
		return slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { _, ok := metric(r); return !ok || !in[question(r)] })
	}
	inFirst, inSecond := has(a), has(b)
	return keep(a, inSecond), keep(b, inFirst)
}

// question is what two variants share when they are asked the same.
func question(r results.Row) results.ID {
	r.Variant, r.TopK, r.YaRN = "", 0, 0
	return r.ID()
}
