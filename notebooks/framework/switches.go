package framework

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Sizes of the text on which switches are tried, and the seed of its tokens and of the weights.
const (
	triedLength = 60
	triedTail   = 8
	triedSeed   = 1
)

// base is the name of the variant that the others differ from.
const base = "base"

// Switches flips every switch alone, or with those that it needs, on a small untrained model with weights in which every parameter matters, and shows
// what that changes: keys, parameters, and the logits at the end of one text.
func Switches() {
	t, err := switches()
	show.Figure(t, err)
	all := true
	for _, row := range t.Groups[0].Rows {
		all = all && row.Cells[2].Value > 0
	}
	show.Holds("every switch changes the logits", all)
}

func switches() (viz.Table, error) {
	t := viz.Table{
		Title: "What each switch changes", Corner: "variant", Columns: []string{"keys", "parameters", "change of the logits"}, Decimals: 4,
		Caption: fmt.Sprintf("Parameters more or fewer than the base, and the norm of the difference of the logits of the last %d of %d tokens over the norm of those of the base. Parameters that two variants share start alike.", triedTail, triedLength),
	}
	variants := hsa.Variants()
	from := variants[base]
	before, err := logits(from)
	if err != nil {
		return t, err
	}
	var rows []viz.Row
	for _, name := range slices.Sorted(maps.Keys(variants)) {
		if name == base {
			continue
		}
		c := variants[name]
		keys, err := differences(from, c)
		if err != nil {
			return t, err
		}
		after, err := logits(c)
		if err != nil {
			return t, err
		}
		rows = append(rows, viz.Row{Label: name, Cells: []viz.Cell{
			{Text: strings.Join(keys, "; ")}, {Text: fmt.Sprintf("%+d", c.NumParams()-from.NumParams())}, {Value: relative(before, after)},
		}})
	}
	slices.SortStableFunc(rows, func(a, b viz.Row) int { return cmp.Compare(a.Cells[2].Value, b.Cells[2].Value) })
	t.Groups = []viz.Group{{Rows: rows}}
	return t, nil
}

// logits are those of an untrained model at the end of the text.
func logits(c hsa.Config) ([]float32, error) {
	backend, err := hsa.OpenBackend("")
	if err != nil {
		return nil, err
	}
	m, err := hsa.NewModel(backend, hsa.LivelyWeights(c, triedSeed))
	if err != nil {
		return nil, err
	}
	defer m.Close()
	tokens := make([]int32, triedLength)
	for i := range tokens {
		tokens[i] = int32((i*i + 3*i + triedSeed) % c.Vocab)
	}
	return m.Logits(tokens, triedTail, 0, hsa.Dense)
}

// relative is the norm of the difference over the norm of the first.
func relative(before, after []float32) float64 {
	d, n := 0.0, 0.0
	for i, b := range before {
		d += math.Pow(float64(after[i]-b), 2)
		n += math.Pow(float64(b), 2)
	}
	return math.Sqrt(d / n)
}

// Refused shows what is said about changes that make no model, each KEY=VALUE, or several with commas between them.
func (m Model) Refused(changes ...string) {
	show.Check(m.err)
	show.Figures(m.refused(changes))
}

func (m Model) refused(changes []string) viz.Table {
	t := viz.Table{Title: m.Name + ": changes, and what is said about them", Corner: "change", Columns: []string{"what is said"}}
	var rows []viz.Row
	for _, change := range changes {
		said := "it is a model"
		if err := m.changed(strings.Split(change, ",")); err != nil {
			said = err.Error()
		}
		rows = append(rows, viz.Row{Label: change, Cells: []viz.Cell{{Text: said}}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t
}

// changed is what is wrong with the model after some changes.
func (m Model) changed(changes []string) error {
	for _, change := range changes {
		if err := set(&m.Config, change); err != nil {
			return err
		}
	}
	return m.Config.Validate()
}
