package figures

import (
	"cmp"
	"fmt"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// RecallScatter is accuracy against recall@K, a point for each model (variant and seed), haystack and length: on the
// diagonal a model answers what it retrieves, below it fails to use some of it.
func RecallScatter(rows []results.Row, o CurveOptions) (viz.Scatter, error) {
	rows = asTrained(rows)
	type sums struct{ n, right, hits float64 }
	type place struct {
		series, haystack string
		seed             int64
		ratio            float64
	}
	if o.Series == nil {
		o.Series = func(r results.Row) string { return r.Variant }
	}
	var order []place
	all := map[place]*sums{}
	for _, r := range rows {
		hit, measured := results.Recall(r)
		right, scored := results.Score(r)
		if !measured || !scored {
			continue
		}
		p := place{o.Series(r), r.Haystack, r.Seed, r.Ratio}
		if all[p] == nil {
			all[p] = &sums{}
			order = append(order, p)
		}
		all[p].n++
		all[p].right += right
		all[p].hits += hit
	}
	s := viz.Scatter{Title: cmp.Or(o.Title, "What is retrieved, and what is answered"), XLabel: "recall@K", YLabel: "accuracy", Correlate: true, Provenance: over(o.Provenance, rows)}
	at := map[string]int{}
	for _, p := range order {
		i, ok := at[p.series]
		if !ok {
			i = len(s.Groups)
			at[p.series] = i
			s.Groups = append(s.Groups, viz.PointGroup{Name: p.series})
		}
		g, sum := &s.Groups[i], all[p]
		g.X, g.Y = append(g.X, sum.hits/sum.n), append(g.Y, sum.right/sum.n)
		g.Text = append(g.Text, fmt.Sprintf("%s at %g×, seed %d, %g questions", p.haystack, p.ratio, p.seed, sum.n))
	}
	if len(s.Groups) == 0 {
		return s, ErrNoRows
	}
	return s, nil
}
