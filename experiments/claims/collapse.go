package claims

import (
	"errors"
	"fmt"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkCollapse: the rule collapse uses Near, Far, Keeps and Seeds.
func checkCollapse(m Measure) error {
	if m.Far <= 1 || !(m.Keeps > 0 && m.Keeps < 1) {
		return errors.New("collapse wants far above 1, and keeps inside (0, 1)")
	}
	return nil
}

// collapse is reproduced when of the accuracy above chance near the training length at most the share Keeps is left at the shortest
// length from Far on, by the upper end of its interval. A model that is not above chance near has nothing to lose.
func collapse(m Measure, rows []results.Row, o results.Options) (finding, error) {
	near, far, why, err := m.ends(rows, o)
	if err != nil || why != "" {
		return untestable(why), err
	}
	found := finding{evidence: []Evidence{near, far}}
	chance := chanceOf(rows)
	limit := chance + m.Keeps*(near.Value-chance)
	switch {
	case near.Low <= chance:
		return untestable("it has not learned the task at the training length", found.evidence...), nil
	case min(near.Seeds, far.Seeds) < m.Seeds:
		return untestable(tooFew(min(near.Seeds, far.Seeds), m.Seeds), found.evidence...), nil
	case far.High <= limit:
		found.outcome, found.reason = Reproduced, fmt.Sprintf("%s, %s", near, far)
	case far.Value <= limit:
		found.outcome, found.reason = NotReproduced, fmt.Sprintf("%s, %s: the interval reaches above %.2f", near, far, limit)
	default:
		found.outcome, found.reason = NotReproduced, fmt.Sprintf("%s, %s: it keeps more than %.2f", near, far, limit)
	}
	return found, nil
}

// ends are the accuracies near the training length and at the shortest length from Far on; why says what is missing.
func (m Measure) ends(rows []results.Row, o results.Options) (near, far Evidence, why string, err error) {
	at := atRatio(rows, m.near())
	if len(at) == 0 {
		return near, far, fmt.Sprintf("no rows at %g× the training length", m.near()), nil
	}
	for _, r := range ratiosOf(rows) {
		if r < m.Far {
			continue
		}
		long := atRatio(rows, r)
		n, _, err := estimate(at, results.Score, o)
		if err != nil {
			return near, far, "", err
		}
		f, _, err := estimate(long, results.Score, o)
		return evidenceOf("accuracy", at[0], n), evidenceOf("accuracy", long[0], f), "", err
	}
	return near, far, fmt.Sprintf("no rows from %g× the training length on", m.Far), nil
}
