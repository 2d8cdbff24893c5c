package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// VariantTable is the accuracy of every variant of a study at every length, a group for each haystack, with the intervals
// of [results.Aggregate]. Rows tested with another top-K than in training are left out where a variant has rows of that
// too. Tied is what [results.Paired] does not tell from the best of its column and haystack: its interval holds zero. The
// notes name what is worse than the best after Holm's correction for the whole table, and what was not measured.
func VariantTable(rows []results.Row, o TableOptions) (viz.Table, error) {
	rows = asTrained(rows)
	if len(rows) == 0 {
		return viz.Table{}, ErrNoRows
	}
	g := groupVariants(rows)
	cells, err := results.Aggregate(rows, g.placeOf, results.Score, o.Intervals)
	if err != nil {
		return viz.Table{}, err
	}
	t := viz.Table{
		Title: cmp.Or(o.Title, "Accuracy of the variants"), Corner: "variant", Decimals: 2,
		Caption:    fmt.Sprintf("Accuracy, mean with %s interval. A column is a length, in %s.", confidence(o.Intervals), g.x.unit),
		Test:       "the paired difference to the best, on the same seeds and questions, whose interval holds zero, each cell by itself",
		Provenance: over(o.Provenance, rows),
	}
	for _, at := range g.places {
		t.Columns = append(t.Columns, fmt.Sprintf(g.x.format, at))
	}
	most := map[variantPlace]results.Estimate{}
	for _, c := range cells {
		most[c.Key] = c.Estimate
	}
	var against []comparison
	for _, h := range g.haystacks {
		group, more := g.group(h, most, o.Intervals)
		t.Groups, against = append(t.Groups, group), append(against, more...)
	}
	t.Footnotes = append([]string{variantCounts(most)}, g.worse(against)...)
	if lacks := shortfall(rows, g.x, func(r results.Row) string { return r.Variant }); lacks != "" {
		t.Footnotes = append(t.Footnotes, lacks)
	}
	return t, nil
}

// variantPlace is a cell of the table.
type variantPlace struct {
	variant, haystack string
	at                float64 // on the axis of lengths
}

// lengthAxis is how lengths are counted.
type lengthAxis struct {
	unit, label, format string
	of                  func(results.Row) float64
	training            float64 // where to mark the training length; 0 for nowhere
}

var (
	byRatio = lengthAxis{"multiples of the training length", "context length / training length", "%g×", func(r results.Row) float64 { return r.Ratio }, 1}
	byToken = lengthAxis{"tokens", "context length (tokens)", "%g", func(r results.Row) float64 { return float64(r.Length) }, 0}
)

// variantGrid is the rows of a study by variant, haystack and length.
type variantGrid struct {
	x                   lengthAxis
	variants, haystacks []string
	places              []float64
	rows                map[variantPlace][]results.Row
}

// groupVariants groups rows. Lengths are counted in multiples of the training length, unless models of several were
// tested at the same lengths.
func groupVariants(rows []results.Row) variantGrid {
	g := variantGrid{x: byRatio, rows: map[variantPlace][]results.Row{}}
	g.variants = seenIn(rows, func(r results.Row) string { return r.Variant })
	g.haystacks = seenIn(rows, func(r results.Row) string { return r.Haystack })
	g.places = ordered(rows, byRatio.of, cmp.Compare[float64])
	if tokens := ordered(rows, byToken.of, cmp.Compare[float64]); len(tokens) < len(g.places) {
		g.x, g.places = byToken, tokens
	}
	for _, r := range rows {
		g.rows[g.placeOf(r)] = append(g.rows[g.placeOf(r)], r)
	}
	return g
}

func (g variantGrid) placeOf(r results.Row) variantPlace {
	return variantPlace{r.Variant, r.Haystack, g.x.of(r)}
}

// seenIn lists the different values of a field in the order in which they come.
func seenIn(rows []results.Row, field func(results.Row) string) []string {
	var list []string
	seen := map[string]bool{}
	for _, r := range rows {
		if v := field(r); !seen[v] {
			seen[v] = true
			list = append(list, v)
		}
	}
	return list
}

// comparison is the best of a column against another variant there.
type comparison struct {
	variantPlace
	p float64 // of Student's test over seeds; NaN where there is none
}

// group is the rows of the table for one haystack, and the comparisons that mark them.
func (g variantGrid) group(haystack string, cells map[variantPlace]results.Estimate, o results.Options) (viz.Group, []comparison) {
	group := viz.Group{Name: haystack}
	for _, v := range g.variants {
		row := viz.Row{Label: cmp.Or(v, "–")}
		known := false
		for _, at := range g.places {
			e, ok := cells[variantPlace{v, haystack, at}]
			known = known || ok
			row.Cells = append(row.Cells, cellOf(e, ok))
		}
		if known {
			group.Rows = append(group.Rows, row)
		}
	}
	var against []comparison
	for c, at := range g.places {
		against = append(against, g.mark(group, c, haystack, at, o)...)
	}
	return group, against
}

func cellOf(e results.Estimate, ok bool) viz.Cell {
	if !ok {
		return viz.Cell{Text: "–"}
	}
	return viz.Cell{Value: e.Mean, Low: e.Low, High: e.High}
}

// mark marks the best of a column and what the paired test does not tell from it, and returns the comparisons.
func (g variantGrid) mark(group viz.Group, column int, haystack string, at float64, o results.Options) []comparison {
	best := -1
	for i, row := range group.Rows {
		if c := row.Cells[column]; c.Text == "" && (best < 0 || c.Value > group.Rows[best].Cells[column].Value) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	group.Rows[best].Cells[column].Best = true
	top := g.rows[variantPlace{group.Rows[best].Label, haystack, at}]
	var against []comparison
	for i := range group.Rows {
		c := &group.Rows[i].Cells[column]
		if i == best || c.Text != "" {
			continue
		}
		p := variantPlace{group.Rows[i].Label, haystack, at}
		d, err := results.Paired(top, g.rows[p], results.Score, o)
		if err != nil {
			continue
		}
		c.Tied = d.Contains(0)
		against = append(against, comparison{p, d.PT})
	}
	return against
}

// worse names what is worse than the best of its column after Holm's correction for all comparisons of the table.
func (g variantGrid) worse(against []comparison) []string {
	var ps []float64
	for _, c := range against {
		if !math.IsNaN(c.p) {
			ps = append(ps, c.p)
		}
	}
	if len(ps) == 0 {
		return nil
	}
	said := fmt.Sprintf("worse than the best of its column after Holm's correction for all %d comparisons of the table (Student's test over seeds, p < %g): ", len(ps), significant)
	holm := results.Holm(ps)
	var rows []variantPlace // at no length
	lengths := map[variantPlace][]string{}
	for _, c := range against {
		if math.IsNaN(c.p) {
			continue
		}
		if row := (variantPlace{c.variant, c.haystack, 0}); holm[0] < significant {
			if lengths[row] == nil {
				rows = append(rows, row)
			}
			lengths[row] = append(lengths[row], fmt.Sprintf(g.x.format, c.at))
		}
		holm = holm[1:]
	}
	if len(rows) == 0 {
		return []string{said + "none"}
	}
	var names []string
	for _, row := range rows {
		names = append(names, fmt.Sprintf("%s, %s at %s", cmp.Or(row.haystack, "–"), row.variant, strings.Join(lengths[row], ", ")))
	}
	return []string{said + strings.Join(names, "; ")}
}

// variantCounts says how much stands behind the cells.
func variantCounts(cells map[variantPlace]results.Estimate) string {
	var list []results.Estimate
	for _, e := range cells {
		list = append(list, e)
	}
	span := func(of func(results.Estimate) int) string {
		low := of(slices.MinFunc(list, func(a, b results.Estimate) int { return of(a) - of(b) }))
		high := of(slices.MaxFunc(list, func(a, b results.Estimate) int { return of(a) - of(b) }))
		if low == high {
			return fmt.Sprint(low)
		}
		return fmt.Sprintf("%d to %d", low, high)
	}
	text := fmt.Sprintf("a cell has %s seeds, %s sequences, %s questions", span(func(e results.Estimate) int { return e.Seeds }),
		span(func(e results.Estimate) int { return e.Sequences }), span(func(e results.Estimate) int { return e.Queries }))
	return strings.Replace(text, " 1 seeds", " 1 seed", 1)
}
