package claims

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkFlat: the rule flat uses Near, Far, Tolerance, Controls, Keeps and Seeds.
func checkFlat(m Measure) error {
	if m.Far <= 1 || m.Tolerance <= 0 || len(m.Controls) == 0 || !(m.Keeps > 0 && m.Keeps < 1) {
		return errors.New("flat wants far above 1, tolerance above 0, controls, and keeps inside (0, 1)")
	}
	return nil
}

// flat is reproduced when accuracy far differs from that near by no more than Tolerance, by the whole interval, and the best of the
// Controls, which read nothing far away, has at least the share Keeps of it, by the lower end of its interval.
func flat(m Measure, rows []results.Row, o results.Options) (finding, error) {
	model, controls := m.apart(rows)
	near, far, why, err := m.ends(model, o)
	if err != nil || why != "" {
		return untestable(why), err
	}
	guess, ok, err := m.best(atRatio(controls, far.Ratio), o)
	if err != nil {
		return finding{}, err
	}
	if !ok {
		return untestable(fmt.Sprintf("no rows of the controls at %g×", far.Ratio), near, far), nil
	}
	found := finding{evidence: []Evidence{near, far, guess}}
	if far.Seeds < m.Seeds {
		return untestable(tooFew(far.Seeds, m.Seeds), found.evidence...), nil
	}
	change := [2]float64{far.Low - near.High, far.High - near.Low} // conservative, as in decide
	var fails []string
	if change[0] < -m.Tolerance || change[1] > m.Tolerance {
		fails = append(fails, fmt.Sprintf("%s, %s: not shown to stay within %g", near, far, m.Tolerance))
	}
	if guess.Low < m.Keeps*far.Value {
		fails = append(fails, fmt.Sprintf("%s: the best guess, not shown to be %g of it", guess, m.Keeps))
	}
	if found.outcome, found.reason = NotReproduced, strings.Join(fails, "; "); len(fails) == 0 {
		found.outcome, found.reason = Reproduced, fmt.Sprintf("%s, %s, a guess %s", near, far, guess)
	}
	return found, nil
}

// apart separates the rows of the controls from those of the model.
func (m Measure) apart(rows []results.Row) (model, controls []results.Row) {
	for _, r := range rows {
		if slices.ContainsFunc(m.Controls, func(c Side) bool { return c.holds(r) }) {
			controls = append(controls, r)
		} else {
			model = append(model, r)
		}
	}
	return model, controls
}

// best is the control with the highest accuracy.
func (m Measure) best(rows []results.Row, o results.Options) (best Evidence, ok bool, err error) {
	for _, c := range m.Controls {
		of := c.Of(rows)
		if len(of) == 0 {
			continue
		}
		e, _, err := estimate(of, results.Score, o)
		if err != nil {
			return best, false, err
		}
		if !ok || e.Mean > best.Value {
			best, ok = evidenceOf(of[0].Variant+", accuracy", of[0], e), true
		}
	}
	return best, ok, nil
}
