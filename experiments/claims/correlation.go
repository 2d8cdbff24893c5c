package claims

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkCorrelation: the rule correlation uses Where (variant and task), Near, Value and Seeds.
func checkCorrelation(m Measure) error {
	if !(m.Value > 0 && m.Value < 1) {
		return errors.New("correlation wants value inside (0, 1)")
	}
	return nil
}

// correlation is reproduced when in every HSA layer, at Near times the training length, the rank correlation of chunks' scores with
// their log attention mass is at Value or above by the lower end of its interval. Longer lengths are evidence only:
// the claim is a local one.
func correlation(m Measure, list []results.Diagnosis, _ results.Options) (finding, error) {
	var near, far []Evidence
	for _, d := range list {
		e := Evidence{
			Label: fmt.Sprintf("%s, layer %d, score and log mass", d.Variant, d.Layer+1), Ratio: d.Ratio, Length: d.Length,
			Value: d.ScoreMass, Low: d.ScoreMassLow, High: d.ScoreMassHigh, Seeds: 1, Sequences: d.Samples, Queries: d.Questions,
		}
		if d.Ratio == m.near() {
			near = append(near, e)
		} else if d.Ratio > m.near() {
			far = append(far, e)
		}
	}
	if len(near) == 0 {
		return untestable(fmt.Sprintf("no diagnosis at %g× the training length", m.near()), far...), nil
	}
	found := finding{outcome: Reproduced, evidence: append(near, far...)}
	if n := seedsOf(list); n < m.Seeds {
		return untestable(tooFew(n, m.Seeds), found.evidence...), nil
	}
	for _, e := range near {
		if e.Low < m.Value {
			found.outcome = NotReproduced
		}
	}
	var texts []string
	for _, e := range found.evidence {
		texts = append(texts, e.String())
	}
	found.reason = fmt.Sprintf("rank correlation %s; %g is asked for at %g×", strings.Join(texts, ", "), m.Value, m.near())
	return found, nil
}

func seedsOf(list []results.Diagnosis) int {
	var seeds []int64
	for _, d := range list {
		if !slices.Contains(seeds, d.Seed) {
			seeds = append(seeds, d.Seed)
		}
	}
	return len(seeds)
}

// OfDiagnoses returns the selected diagnoses, by variant and task.
func (s Side) OfDiagnoses(list []results.Diagnosis) []results.Diagnosis {
	return slices.DeleteFunc(slices.Clone(list), func(d results.Diagnosis) bool {
		return !s.holds(results.Row{Variant: d.Variant, Task: d.Task})
	})
}
