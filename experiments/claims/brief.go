package claims

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/viz"
)

// Brief shows verdicts in a line a claim: what its measures say together, and of each what was found at its greatest length.
func Brief(verdicts []Verdict) viz.Table {
	t := tableOf(verdicts, "verdict", "claim", "found farthest out", "seeds")
	for _, measures := range byClaim(verdicts) {
		add(&t, together(measures), measures[0].Claim+" "+measures[0].Title, briefly(measures), leastSeeds(measures))
	}
	return t
}

// byClaim cuts verdicts into those of each claim, in order.
func byClaim(verdicts []Verdict) [][]Verdict {
	var list [][]Verdict
	for _, v := range verdicts {
		if n := len(list); n == 0 || list[n-1][0].Claim != v.Claim {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], v)
	}
	return list
}

// together is the outcome of all measures, or how many of them have each. What is not testable counts only where nothing is.
func together(measures []Verdict) string {
	counts := map[Outcome]int{}
	for _, v := range measures {
		counts[v.Outcome]++
	}
	tested := counts[Reproduced] + counts[NotReproduced]
	switch {
	case tested == 0:
		return string(NotTestable)
	case counts[Reproduced] == tested:
		return string(Reproduced)
	case counts[NotReproduced] == tested:
		return string(NotReproduced)
	}
	return fmt.Sprintf("%s by %d of %d measures", Reproduced, counts[Reproduced], tested)
}

// briefly is what the tested measures found, or why none could be tested.
func briefly(measures []Verdict) string {
	var found []string
	for _, v := range measures {
		if v.Outcome != NotTestable {
			found = append(found, v.farthest())
		}
	}
	if len(found) == 0 {
		return measures[0].Reason
	}
	return strings.Join(found, "; ")
}

// farthest is the last number of each of the things that were measured; where a measure ends in one that sums up the others, that alone.
func (v Verdict) farthest() string {
	var labels []string
	last := map[string]Evidence{}
	for _, e := range v.Evidence {
		if !slices.Contains(labels, e.Label) {
			labels = append(labels, e.Label)
		}
		last[e.Label] = e
	}
	if n := len(labels); n > 1 && labels[n-1] == averageLabel {
		labels = labels[n-1:]
	}
	var texts []string
	for _, l := range labels {
		texts = append(texts, fmt.Sprintf("%s %s", strings.TrimSuffix(l, ", accuracy"), last[l]))
	}
	text := strings.Join(texts, ", ")
	if len(labels) == 1 && !last[labels[0]].Signed {
		text = strings.TrimSuffix(v.Scale, ".") + ": " + text
	}
	return text
}

// leastSeeds is the least number of seeds of what was tested.
func leastSeeds(measures []Verdict) string {
	least := 0
	for _, v := range measures {
		if v.Outcome != NotTestable && (least == 0 || v.Seeds < least) {
			least = v.Seeds
		}
	}
	return count(least)
}
