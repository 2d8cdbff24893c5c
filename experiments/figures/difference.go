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

// significant is the level at which a difference is marked.
const significant = 0.05

// DifferenceTable is what every variant's accuracy differs by from that of the full model (CLS encoder, bypass, top 4
// in training) in the same condition, on the same seeds, samples and questions, with the intervals of
// [results.Paired]. Marked is what Student's test over seeds puts below 0.05 after Holm's correction for all cells.
func DifferenceTable(rows []results.Row, lengths []int, o TableOptions) (viz.Table, error) {
	g, err := newGrid(rows, lengths)
	if err != nil {
		return viz.Table{}, err
	}
	found := g.differences(o.Intervals)
	if len(found.list) == 0 {
		return viz.Table{}, fmt.Errorf("figures: nothing to compare: want rows of the full model (%s) and of another variant on the same samples", reference)
	}
	t := g.table(func(p place) viz.Cell {
		if p.arm == reference {
			return viz.Cell{Value: math.NaN(), Text: "reference"}
		}
		d, ok := found.at(p)
		if !ok {
			return viz.Cell{Value: math.NaN()}
		}
		return viz.Cell{Value: d.Mean, Low: d.Low, High: d.High, Text: d.text()}
	})
	t.Title = cmp.Or(o.Title, "Difference from the full model")
	t.Decimals = 2
	t.Caption = fmt.Sprintf("Accuracy less that of %s in the same column, with %s interval.", reference, confidence(o.Intervals))
	t.Footnotes = append([]string{fmt.Sprintf("† below %g by Student's test over seeds, Holm-corrected for %d differences", significant, len(found.list))}, append(found.caution(), g.shortfall()...)...)
	t.Provenance = over(o.Provenance, g.rows)
	return t, nil
}

// difference is one cell against the reference.
type difference struct {
	place
	results.Difference
	p float64 // Holm-corrected
}

func (d difference) marked() bool { return d.p < significant }

// text shows the difference; its interval has no space, so that it stays on one line.
func (d difference) text() string {
	mark := ""
	if d.marked() {
		mark = "†"
	}
	return fmt.Sprintf("%s%s [%s,%s]", signed(d.Mean), mark, signed(d.Low), signed(d.High))
}

// signed shows a difference with its sign, none for what rounds to zero.
func signed(x float64) string {
	if math.Abs(x) < 0.005 {
		return "0.00"
	}
	return strings.Replace(fmt.Sprintf("%+.2f", x), "-", "−", 1)
}

// differences are all cells that could be compared; lonely counts those that could not.
type differences struct {
	list   []difference
	lonely int
}

func (ds differences) at(p place) (difference, bool) {
	i := slices.IndexFunc(ds.list, func(d difference) bool { return d.place == p })
	if i < 0 {
		return difference{}, false
	}
	return ds.list[i], true
}

// differences compares every arm but the reference with it, in every condition that has rows of both.
func (g grid) differences(o results.Options) differences {
	byPlace := map[place][]results.Row{}
	for _, r := range g.rows {
		p := place{armOf(r), conditionOf(r)}
		byPlace[p] = append(byPlace[p], r)
	}
	var ds differences
	for _, a := range g.arms {
		for _, c := range g.conditions {
			other, ours := byPlace[place{a, c}], byPlace[place{reference, c}]
			if a == reference || len(other) == 0 || len(ours) == 0 {
				continue
			}
			d, err := results.Paired(other, ours, results.Accuracy, o)
			if err != nil {
				ds.lonely++
				continue
			}
			ds.list = append(ds.list, difference{place: place{a, c}, Difference: d})
		}
	}
	ds.correct()
	return ds
}

// correct fills in the corrected p-values.
func (ds differences) correct() {
	p := make([]float64, len(ds.list))
	for i, d := range ds.list {
		p[i] = d.PT
	}
	for i, q := range results.Holm(p) {
		ds.list[i].p = q
	}
}

// caution is what the tests cannot show.
func (ds differences) caution() []string {
	var notes []string
	for _, d := range ds.list {
		if c := d.Caution(); c != "" && !slices.Contains(notes, c) {
			notes = append(notes, c)
		}
	}
	if ds.lonely > 0 {
		notes = append(notes, fmt.Sprintf("%d cells are not compared: the two variants were not tested on the same samples", ds.lonely))
	}
	return notes
}

// notes say which variants differ from the reference.
func (g grid) notes(o results.Options) []string {
	ds := g.differences(o)
	if len(ds.list) == 0 {
		return []string{fmt.Sprintf("not compared: there are no rows of the full model (%s) and of another variant on the same samples", reference)}
	}
	var marked []string
	for _, d := range ds.list {
		if d.marked() {
			marked = append(marked, fmt.Sprintf("%s at %s %s", d.arm, d.condition, signed(d.Mean)))
		}
	}
	said := "none differs"
	if len(marked) > 0 {
		said = strings.Join(marked, "; ")
	}
	first := fmt.Sprintf("different from %s (paired on the same samples, Student's test over seeds, p < %g after Holm's correction for %d differences): %s",
		reference, significant, len(ds.list), said)
	second := "a cell stands on few runs; the table of what each part is worth compares each change over all of them"
	return append([]string{first, second}, ds.caution()...)
}
