package compare

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// significant is the level of every verdict here.
const significant = 0.05

// SameRecipe compares runs of one variant that differ in their seed alone, by the test over texts: what it finds cannot
// be a difference of recipes.
func SameRecipe(variant string, ratio float64) {
	table, found, err := sameRecipe(variant, ratio)
	show.Figure(table, err)
	show.Holds(fmt.Sprintf("the test over texts tells runs of %s apart at %g×, which differ in nothing but their seed", variant, ratio), found)
}

func sameRecipe(variant string, ratio float64) (t viz.Table, found bool, err error) {
	t = viz.Table{
		Title: fmt.Sprintf("%s at %g×: the same recipe, other seeds", variant, ratio), Corner: "seeds", Decimals: 3,
		Columns: []string{"difference in accuracy", "p over texts"},
		Caption: "Paired on the same texts. The test over texts asks whether these two sets of weights differ; that they do says nothing about recipes.",
	}
	rows, err := rowsOf(variant)
	if err != nil {
		return t, false, err
	}
	rows = at(rows, ratio)
	list := seeds(rows)
	var lines []viz.Row
	for i, a := range list {
		for _, b := range list[i+1:] {
			d, err := results.Paired(ofSeed(rows, a), ofSeed(rows, b), results.Accuracy, statistics)
			if err != nil {
				return t, false, err
			}
			found = found || d.PSequences < significant
			lines = append(lines, viz.Row{Label: fmt.Sprintf("%d less %d", a, b), Cells: []viz.Cell{{Value: d.Mean, Low: d.Low, High: d.High}, {Text: pText(d.PSequences)}}})
		}
	}
	t.Groups = []viz.Group{{Rows: lines}}
	t.Provenance = figures.Origin(rows)
	return t, found, nil
}

// Power shows the smallest p-value that the sign-flip test over seeds can give, by the number of seeds: that of seeds
// which all differ the same way.
func Power(most int) { show.Figures(power(most)) }

func power(most int) viz.Curve {
	s := viz.Series{Name: "smallest p-value"}
	for n := 2; n <= most; n++ {
		same := make([]float64, n)
		for i := range same {
			same[i] = 1
		}
		s.Points = append(s.Points, viz.Point{X: float64(n), Y: results.SignFlip(same, results.Options{})})
	}
	return viz.Curve{
		Title: "What so many seeds can show at best", XLabel: "seeds", YLabel: "p of the sign-flip test", Log10Y: true,
		Series: []viz.Series{s}, References: []viz.Reference{{Name: "level", Y: significant}},
	}
}

// comparison is a variant against the full model at one length.
type comparison struct {
	variant string
	ratio   float64
	results.Difference
	corrected float64
}

// full is the variant that the others are compared with.
const full = "cls/bypass/k4"

// Many compares every variant of the ablation with the full model at every length, by Student's test over seeds, and
// shows the smallest p-values as they are and after Holm's correction for all that were made.
func Many(shown int) {
	list, err := many()
	show.Check(err)
	show.Figures(manyTable(list, shown))
	alone, corrected := below(list)
	show.Holds(fmt.Sprintf("%d of %d comparisons are below %g alone, %d after Holm's correction", alone, len(list), significant, corrected), corrected <= alone)
}

func many() ([]comparison, error) {
	all, err := records.Ablation()
	if err != nil {
		return nil, err
	}
	reference, err := rowsOf(full)
	if err != nil {
		return nil, err
	}
	var list []comparison
	var ps []float64
	for _, variant := range variantsOf(all) {
		if variant == full {
			continue
		}
		rows, err := rowsOf(variant)
		if err != nil {
			return nil, err
		}
		for _, ratio := range ratios(rows) {
			d, err := results.Paired(at(rows, ratio), at(reference, ratio), results.Accuracy, results.Options{Draws: 200})
			if err != nil {
				return nil, err
			}
			list = append(list, comparison{variant: variant, ratio: ratio, Difference: d})
			ps = append(ps, d.PT)
		}
	}
	for i, p := range results.Holm(ps) {
		list[i].corrected = p
	}
	slices.SortStableFunc(list, func(a, b comparison) int { return cmp.Compare(a.PT, b.PT) })
	return list, nil
}

// below counts the comparisons below the level, alone and corrected.
func below(list []comparison) (alone, corrected int) {
	for _, c := range list {
		if c.PT < significant {
			alone++
		}
		if c.corrected < significant {
			corrected++
		}
	}
	return alone, corrected
}

func manyTable(list []comparison, shown int) viz.Table {
	t := viz.Table{
		Title: fmt.Sprintf("The smallest p-values of %d comparisons with %s", len(list), full), Corner: "variant", Decimals: 3,
		Columns: []string{"length", "difference in accuracy", "p alone", "p after Holm"},
		Caption: "Student's test over seeds of paired differences. " + list[0].Caution(),
	}
	var rows []viz.Row
	for _, c := range list[:min(shown, len(list))] {
		rows = append(rows, viz.Row{Label: c.variant, Cells: []viz.Cell{
			{Text: fmt.Sprintf("%g×", c.ratio)}, {Value: c.Mean, Low: c.Low, High: c.High}, {Text: pText(c.PT)}, {Text: pText(c.corrected)},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// pText shows a p-value, marked where it is below the level.
func pText(p float64) string {
	text := fmt.Sprintf("%.4f", p)
	if p < significant {
		text += " †"
	}
	return text
}
