package audit

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/conformance"
	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Conformance runs the conformance suite at a small size: the operator's definition against finite differences, its three forms
// against the definition on so many generated shapes, and the whole model, one-shot against streamed. "hsalab check" runs all of it.
func Conformance(shapes int) {
	backend, err := hsa.OpenBackend("go")
	show.Check(err)
	o := hsatest.Options{Limit: limit, Shapes: shapes, Seed: 1, Effort: hsatest.Quick}
	groups := append([]conformance.Group{conformance.Definition(o)}, conformance.Operators(backend, o)...)
	groups = append(groups, conformance.Models(backend, o, "stick")...)
	t := viz.Table{
		Title: fmt.Sprintf("The conformance suite, on %d generated shapes", shapes), Corner: "what is checked", Prose: true, Columns: []string{"checks", "failed", "nearest to its limit", "error / limit"},
		Groups: []viz.Group{{}}, Provenance: viz.Provenance{Command: "hsalab check"},
	}
	ran, failed := 0, 0
	for _, g := range groups {
		row, n, bad, err := runGroup(g)
		show.Check(err)
		ran, failed = ran+n, failed+bad
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	show.Figures(t)
	show.Number("checks", float64(ran), 0)
	show.Number("checks that failed", float64(failed), 0)
}

// runGroup runs the checks of one subject and finds the one nearest to its limit.
func runGroup(g conformance.Group) (row viz.Row, ran, failed int, err error) {
	defer g.Close()
	checks, err := g.Checks()
	if err != nil {
		return row, 0, 0, fmt.Errorf("%s: %w", g.Subject, err)
	}
	name, share := "all exact", 0.0
	for _, c := range checks {
		f := c.Do()
		ran++
		if f.Failure() != nil {
			failed++
		}
		if c.Limit > 0 && f.Error/c.Limit > share {
			name, share = c.Name, f.Error/c.Limit
		}
	}
	var cells []viz.Cell
	for _, text := range []string{fmt.Sprint(ran), fmt.Sprint(failed), name, fmt.Sprintf("%.2f", share)} {
		cells = append(cells, viz.Cell{Text: text})
	}
	return viz.Row{Label: g.Subject, Cells: cells}, ran, failed, nil
}
