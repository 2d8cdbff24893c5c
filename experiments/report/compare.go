package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// Comparison is what is committed of a study against what was measured anew.
type Comparison struct {
	Study    string
	Old, New []results.Row
	Planned  int            // runs of the study
	Done     int            // runs that were carried out anew
	Cut      string         // why the others were not; "" where all were
	Made     viz.Provenance // of the new rows
}

// place is a variant at a length in a haystack, with the top-K at test.
type place struct {
	variant, haystack string
	length, topK      int
}

func placeOf(r results.Row) place { return place{r.Variant, r.Haystack, r.Length, r.TopK} }

// Table shows old and new accuracy of every variant, haystack and length side by side, with intervals, and whether these
// meet. Cells that were not measured anew say so.
func (c Comparison) Table() (viz.Table, error) {
	old, err := results.Aggregate(c.Old, placeOf, results.Score, results.Options{})
	if err != nil {
		return viz.Table{}, err
	}
	fresh, err := results.Aggregate(c.New, placeOf, results.Score, results.Options{})
	if err != nil {
		return viz.Table{}, err
	}
	t := viz.Table{
		Title: fmt.Sprintf("Study %s: committed and recomputed", c.Study), Corner: "variant", Prose: true,
		Columns: []string{"haystack", "length", "K at test", "committed", "recomputed", "intervals"}, Groups: []viz.Group{{}}, Provenance: c.Made,
		Caption: fmt.Sprintf("Accuracy with 95 %% interval, and the number of seeds. %d of %d runs recomputed%s.", c.Done, c.Planned, c.why()),
	}
	meet, both := 0, 0
	for _, p := range places(old, fresh) {
		a, inOld := find(old, p)
		b, inNew := find(fresh, p)
		said := "–"
		if inOld && inNew {
			both++
			said = "apart"
			if a.Low <= b.High && b.Low <= a.High {
				meet++
				said = "meet"
			}
		}
		k := "all"
		if p.topK > 0 {
			k = fmt.Sprint(p.topK)
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, viz.Row{Label: p.variant, Cells: []viz.Cell{
			{Text: cmp.Or(p.haystack, "–")}, {Text: fmt.Sprint(p.length)}, {Text: k}, {Text: shown(a, inOld, "none")}, {Text: shown(b, inNew, "not run")}, {Text: said},
		}})
	}
	t.Footnotes = []string{fmt.Sprintf("the intervals meet in %d of the %d cells that were measured both times", meet, both)}
	return t, nil
}

func (c Comparison) why() string {
	if c.Cut == "" {
		return ""
	}
	return ": " + c.Cut
}

// shown is an estimate, or what is said where there is none.
func shown(e results.Estimate, there bool, none string) string {
	if !there {
		return none
	}
	return fmt.Sprintf("%.2f [%.2f, %.2f], %d", e.Mean, e.Low, e.High, e.Seeds)
}

// places lists those of either side: in the order of the committed rows, then of the new.
func places(lists ...[]results.Cell[place]) []place {
	var all []place
	for _, list := range lists {
		for _, c := range list {
			if !slices.Contains(all, c.Key) {
				all = append(all, c.Key)
			}
		}
	}
	return all
}

func find(list []results.Cell[place], p place) (results.Estimate, bool) {
	i := slices.IndexFunc(list, func(c results.Cell[place]) bool { return c.Key == p })
	if i < 0 {
		return results.Estimate{}, false
	}
	return list[i].Estimate, true
}
