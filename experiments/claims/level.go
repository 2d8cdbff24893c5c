package claims

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkLevel: the rule level uses Far, Length, Tasks, Value, Tolerance and Seeds.
func checkLevel(m Measure) error {
	if m.Far <= 1 && m.Length <= 0 || !(m.Value > 0 && m.Value <= 1) || m.Tolerance < 0 || m.Tolerance >= m.Value {
		return errors.New("level wants far or length, value in (0, 1], and tolerance below value")
	}
	return nil
}

// level is reproduced when accuracy at the shortest length that counts as far, averaged over the tasks, lies at
// Value less Tolerance or above by the lower end of its interval.
func level(m Measure, rows []results.Row, o results.Options) (finding, error) {
	far := slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return r.Ratio < m.Far || r.Length < m.Length })
	if len(far) == 0 {
		longest := slices.MaxFunc(rows, func(a, b results.Row) int { return cmp.Compare(a.Length, b.Length) })
		return untestable(fmt.Sprintf("tested up to %d tokens, %g× the training length; want %s", longest.Length, longest.Ratio, m.wanted())), nil
	}
	parts, missing, err := m.byTask(far, o)
	if err != nil {
		return finding{}, err
	}
	if missing != "" {
		return untestable("no rows of task "+missing+" that far", parts...), nil
	}
	all := finding{evidence: parts}
	mean := average(parts)
	if len(parts) > 1 {
		all.evidence = append(all.evidence, mean)
	}
	least := m.Value - m.Tolerance
	switch {
	case mean.Seeds < m.Seeds:
		return untestable(tooFew(mean.Seeds, m.Seeds), all.evidence...), nil
	case mean.Low >= least:
		all.outcome, all.reason = Reproduced, fmt.Sprintf("%s, not below %.2f", mean, least)
	case mean.Value >= least:
		all.outcome, all.reason = NotReproduced, fmt.Sprintf("%s: the interval reaches below %.2f", mean, least)
	default:
		all.outcome, all.reason = NotReproduced, fmt.Sprintf("%s, below %.2f", mean, least)
	}
	return all, nil
}

func (m Measure) wanted() string {
	if m.Length > 0 {
		return fmt.Sprintf("%d tokens", m.Length)
	}
	return fmt.Sprintf("%g×", m.Far)
}

// byTask estimates the accuracy of each task at its shortest length; without Tasks all rows are one.
func (m Measure) byTask(rows []results.Row, o results.Options) (parts []Evidence, missing string, err error) {
	tasks := m.Tasks
	if len(tasks) == 0 {
		tasks = []string{"*"}
	}
	for _, task := range tasks {
		of := Side{"task": task}.Of(rows)
		if len(of) == 0 {
			return parts, task, nil
		}
		of = atRatio(of, ratiosOf(of)[0])
		e, _, err := estimate(of, results.Score, o)
		if err != nil {
			return nil, "", err
		}
		label := "accuracy"
		if task != "*" {
			label = task + ", accuracy"
		}
		parts = append(parts, evidenceOf(label, of[0], e))
	}
	return parts, "", nil
}

// averageLabel says what [average] gives.
const averageLabel = "average of the tasks"

// average is the mean of several tasks. Its interval is recovered from theirs, which are independent: each end lies as far from
// the mean as the root of the sum of squares of their distances (Zou and Donner 2008, Statistics in Medicine 27:1693).
func average(parts []Evidence) Evidence {
	mean := parts[0]
	mean.Label = averageLabel
	mean.Value, mean.Queries, mean.Sequences = 0, 0, 0
	n := float64(len(parts))
	var below, above float64
	for _, p := range parts {
		mean.Value += p.Value / n
		below = math.Hypot(below, (p.Value-p.Low)/n)
		above = math.Hypot(above, (p.High-p.Value)/n)
		mean.Queries += p.Queries
		mean.Sequences += p.Sequences
		mean.Seeds = min(mean.Seeds, p.Seeds)
	}
	mean.Low, mean.High = mean.Value-below, mean.Value+above
	return mean
}
