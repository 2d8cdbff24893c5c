package claims

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// checkReach: the rule reach uses Chunk, Chunks, Far, Value and Seeds.
func checkReach(m Measure) error {
	if m.Chunk <= 0 || m.Chunks <= 0 || m.Far <= 1 || !(m.Value > 0 && m.Value < 1) {
		return errors.New("reach wants chunk, chunks, far above 1, and value inside (0, 1)")
	}
	return nil
}

// reach judges that models trained on fewer than Chunks chunks do not reach far and those trained on more do. A training
// length reaches as far as the longest length up to which the interval of accuracy stays at or above Value. One that
// reaches Far with fewer chunks refutes the claim; it is reproduced when none does, and one with more chunks does.
func reach(m Measure, rows []results.Row, o results.Options) (finding, error) {
	groups := byTraining(rows)
	var all finding
	var texts []string
	refuted, tested, shown, above := false, false, false, false
	for _, g := range groups {
		r, evidence, err := m.reachOf(g, o)
		if err != nil {
			return finding{}, err
		}
		all.evidence = append(all.evidence, evidence)
		if evidence.Seeds < m.Seeds {
			return untestable(fmt.Sprintf("%d seeds at %d tokens, want %d", evidence.Seeds, g.length, m.Seeds), all.evidence...), nil
		}
		chunks := float64(g.length) / float64(m.Chunk)
		texts = append(texts, fmt.Sprintf("%g chunks reach %g×", chunks, r))
		longest := slices.Max(ratiosOf(g.rows))
		switch {
		case chunks < float64(m.Chunks) && r >= m.Far:
			refuted = true
		case chunks < float64(m.Chunks) && longest >= m.Far:
			tested = true
		case chunks >= float64(m.Chunks) && longest >= m.Far:
			above, shown = true, shown || r >= m.Far
		}
	}
	said := strings.Join(texts, ", ")
	switch {
	case refuted:
		all.outcome, all.reason = NotReproduced, fmt.Sprintf("fewer than %d chunks suffice: %s", m.Chunks, said)
	case !tested || !above:
		return untestable(fmt.Sprintf("wants training lengths below and from %d chunks on, tested to %g×: %s", m.Chunks, m.Far, said), all.evidence...), nil
	case shown:
		all.outcome, all.reason = Reproduced, said
	default:
		all.outcome, all.reason = NotReproduced, "no training length reaches far: "+said
	}
	return all, nil
}

// trained are the rows of models trained at one length.
type trained struct {
	length int
	rows   []results.Row
}

// byTraining groups rows by training length, rising.
func byTraining(rows []results.Row) []trained {
	var groups []trained
	for _, r := range rows {
		length := int(math.Round(float64(r.Length) / r.Ratio))
		i := slices.IndexFunc(groups, func(g trained) bool { return g.length == length })
		if i < 0 {
			i = len(groups)
			groups = append(groups, trained{length: length})
		}
		groups[i].rows = append(groups[i].rows, r)
	}
	slices.SortFunc(groups, func(a, b trained) int { return a.length - b.length })
	return groups
}

// reachOf is the ratio up to which accuracy holds, 0 where it does not at the shortest, and its last evidence.
func (m Measure) reachOf(g trained, o results.Options) (reached float64, last Evidence, err error) {
	for _, r := range ratiosOf(g.rows) {
		at := atRatio(g.rows, r)
		e, _, err := estimate(at, results.Score, o)
		if err != nil {
			return 0, last, err
		}
		if reached == 0 || e.Low >= m.Value {
			last = evidenceOf(fmt.Sprintf("trained at %d tokens, accuracy", g.length), at[0], e)
		}
		if e.Low < m.Value {
			break
		}
		reached = r
	}
	return reached, last, nil
}
