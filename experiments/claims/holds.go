package claims

import (
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkHolds: the rule holds uses Near, Far, Keeps, Controls and Seeds.
func checkHolds(m Measure) error {
	if m.Far <= 1 || !(m.Keeps > 0 && m.Keeps <= 1) {
		return errors.New("holds wants far above 1, and keeps in (0, 1]")
	}
	return nil
}

// holds is reproduced when of the accuracy above a guess near the training length at least the share Keeps is left at the
// shortest length from Far on, by the lower end of its interval. A guess is chance, or the best of the Controls where
// there are any.
func holds(m Measure, rows []results.Row, o results.Options) (finding, error) {
	model, controls := m.apart(rows)
	near, far, why, err := m.ends(model, o)
	if err != nil || why != "" {
		return untestable(why), err
	}
	found := finding{evidence: []Evidence{near, far}}
	floor := [2]float64{chanceOf(model), chanceOf(model)} // near, far
	if len(m.Controls) > 0 {
		for i, end := range []Evidence{near, far} {
			guess, ok, err := m.best(atRatio(controls, end.Ratio), o)
			if err != nil {
				return finding{}, err
			}
			if !ok {
				return untestable(fmt.Sprintf("no rows of the controls at %g×", end.Ratio), found.evidence...), nil
			}
			floor[i] = guess.Value
			found.evidence = append(found.evidence, guess)
		}
	}
	least := floor[1] + m.Keeps*(near.Value-floor[0])
	switch {
	case near.Low <= floor[0]:
		return untestable("it is not above a guess at the training length", found.evidence...), nil
	case min(near.Seeds, far.Seeds) < m.Seeds:
		return untestable(tooFew(min(near.Seeds, far.Seeds), m.Seeds), found.evidence...), nil
	case far.Low >= least:
		found.outcome, found.reason = Reproduced, fmt.Sprintf("%s, %s", near, far)
	default:
		found.outcome, found.reason = NotReproduced, fmt.Sprintf("%s, %s: not shown to be %.2f", near, far, least)
	}
	return found, nil
}
