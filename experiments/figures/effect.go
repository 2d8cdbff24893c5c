package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// EffectTable is what each part of the model is worth: the difference in accuracy that one change makes, over all pairs
// of runs that differ in it alone, by length. Each pair shares its seed, samples and questions, and all other parts.
// The intervals are those of [results.Paired] with a pair in the place of a seed. Marked is what the sign-flip test over
// pairs puts below 0.05 after Holm's correction for all cells. lengths selects the columns; nil is all.
func EffectTable(rows []results.Row, lengths []int, o TableOptions) (viz.Table, error) {
	g, err := newGrid(rows, lengths)
	if err != nil {
		return viz.Table{}, err
	}
	found := g.effects(o.Intervals)
	if found.tests() == 0 {
		return viz.Table{}, fmt.Errorf("figures: no two variants differ in one part alone and were tested on the same samples")
	}
	t := viz.Table{
		Title: cmp.Or(o.Title, "What each part is worth"), Corner: "change", Decimals: 2,
		Caption: fmt.Sprintf("Difference in accuracy, with %s interval, that one change of the full model makes (CLS encoder, bypass, %s), over all pairs of runs that differ in it alone. A column is a length%s. Changes of the model are tested with %s.",
			confidence(o.Intervals), topKText(reference.trainTopK), g.unit(), topKText(reference.trainTopK)),
		Footnotes:  append([]string{fmt.Sprintf("† below %g by the sign-flip test over pairs of runs, Holm-corrected for %d differences; pairs with the same seed share their training data", significant, found.tests())}, g.shortfall()...),
		Provenance: over(o.Provenance, g.rows),
	}
	for _, l := range found.lengths {
		t.Columns = append(t.Columns, l.String())
	}
	var list []viz.Row
	for i, e := range effects {
		list = append(list, viz.Row{Label: fmt.Sprintf("%s (%s pairs)", e.label, found.pairs(i)), Cells: found.cells(i)})
	}
	t.Groups = []viz.Group{{Rows: list}}
	return t, nil
}

// effect is one change of the model, or of how it is tested. changed and kept select the runs on either side.
type effect struct {
	label         string
	changed, kept func(results.Row) bool
	block         func(results.Row) string // what both runs of a pair share
}

var effects = []effect{
	{"mean encoder", encoderIs("mean"), encoderIs("cls"), func(r results.Row) string { return fmt.Sprint(r.Residual, r.TrainTopK, r.Seed) }},
	{"no encoder", encoderIs("none"), encoderIs("cls"), func(r results.Row) string { return fmt.Sprint(r.Residual, r.TrainTopK, r.Seed) }},
	{"standard residual", residualIs("standard"), residualIs("bypass"), func(r results.Row) string { return fmt.Sprint(r.Encoder, r.TrainTopK, r.Seed) }},
	{"all chunks in training", trainedWith(0), trainedWith(reference.trainTopK), func(r results.Row) string { return fmt.Sprint(r.Encoder, r.Residual, r.Seed) }},
	{"all chunks in testing", testedWith(0), testedWith(reference.trainTopK), func(r results.Row) string { return fmt.Sprint(r.Encoder, r.Residual, r.TrainTopK, r.Seed) }},
}

func testedWith(k int) func(results.Row) bool {
	return func(r results.Row) bool { return r.TopK == k }
}

func encoderIs(name string) func(results.Row) bool {
	return func(r results.Row) bool { return r.Encoder == name && r.TopK == reference.trainTopK }
}

func residualIs(name string) func(results.Row) bool {
	return func(r results.Row) bool { return r.Residual == name && r.TopK == reference.trainTopK }
}

func trainedWith(k int) func(results.Row) bool {
	return func(r results.Row) bool { return r.TrainTopK == k && r.TopK == reference.trainTopK }
}

// lengthOf is a length with its ratio to that of training.
type lengthOf struct {
	length int
	ratio  float64
}

func (l lengthOf) String() string {
	if l.ratio == 0 {
		return fmt.Sprint(l.length)
	}
	return fmt.Sprintf("%g×", l.ratio)
}

// effectCells are the differences by effect and length; NaN p-values stand for what could not be compared.
type effectCells struct {
	lengths []lengthOf
	found   [][]*results.Difference // [effect][length], nil for none
	p       [][]float64             // Holm-corrected
}

func (g grid) effects(o results.Options) effectCells {
	all := effectCells{lengths: ordered(g.rows, func(r results.Row) lengthOf { return lengthOf{r.Length, r.Ratio} },
		func(a, b lengthOf) int { return cmp.Compare(a.length, b.length) })}
	for _, e := range effects {
		var row []*results.Difference
		for _, l := range all.lengths {
			row = append(row, e.measure(g.rows, l.length, o))
		}
		all.found = append(all.found, row)
	}
	all.correct()
	return all
}

// measure compares the two sides of an effect at one length, over the blocks that both have; nil where none does.
func (e effect) measure(rows []results.Row, length int, o results.Options) *results.Difference {
	sides := [2]map[string][]results.Row{{}, {}}
	for _, r := range rows {
		for i, side := range []func(results.Row) bool{e.changed, e.kept} {
			if r.Length == length && side(r) {
				sides[i][e.block(r)] = append(sides[i][e.block(r)], r)
			}
		}
	}
	changed, kept := paired(sides[0], sides[1])
	if len(changed) == 0 {
		return nil
	}
	d, err := results.Paired(changed, kept, results.Accuracy, o)
	if err != nil {
		return nil
	}
	return &d
}

// paired keeps the blocks of both sides, numbered in the place of seeds.
func paired(a, b map[string][]results.Row) (first, second []results.Row) {
	var blocks []string
	for block := range a {
		if len(b[block]) > 0 {
			blocks = append(blocks, block)
		}
	}
	slices.Sort(blocks)
	for i, block := range blocks {
		for _, r := range a[block] {
			r.Seed = int64(i)
			first = append(first, r)
		}
		for _, r := range b[block] {
			r.Seed = int64(i)
			second = append(second, r)
		}
	}
	return first, second
}

// correct applies Holm's correction over all cells.
func (c *effectCells) correct() {
	var flat []float64
	for _, row := range c.found {
		for _, d := range row {
			p := math.NaN()
			if d != nil {
				p = d.PSeeds
			}
			flat = append(flat, p)
		}
	}
	flat = results.Holm(flat)
	for range c.found {
		c.p = append(c.p, flat[:len(c.lengths)])
		flat = flat[len(c.lengths):]
	}
}

// tests is the number of differences.
func (c effectCells) tests() int {
	n := 0
	for _, row := range c.found {
		for _, d := range row {
			if d != nil {
				n++
			}
		}
	}
	return n
}

// cells is the row of an effect: a difference a length.
func (c effectCells) cells(effect int) []viz.Cell {
	var row []viz.Cell
	for i, d := range c.found[effect] {
		if d == nil {
			row = append(row, viz.Cell{Value: math.NaN()})
			continue
		}
		shown := difference{Difference: *d, p: c.p[effect][i]}
		row = append(row, viz.Cell{Value: d.Mean, Low: d.Low, High: d.High, Text: shown.text()})
	}
	return row
}

// pairs is the number of pairs of runs behind an effect, or the least and the most over its lengths.
func (c effectCells) pairs(effect int) string {
	var counts []int
	for _, d := range c.found[effect] {
		if d == nil {
			counts = append(counts, 0)
		} else {
			counts = append(counts, d.Seeds)
		}
	}
	if low, high := slices.Min(counts), slices.Max(counts); low != high {
		return fmt.Sprintf("%d to %d", low, high)
	}
	return fmt.Sprint(counts[0])
}
