package report

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// Drawing is a figure drawn from rows.
type Drawing struct {
	Spec
	Figure   viz.Figure
	N        int      // rows that it was drawn from
	Commands []string // that measured them
}

// drawers by kind of figure.
var drawers = map[string]func(Spec, []results.Row) (viz.Figure, error){
	"curve": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.ExtrapolationCurve(rows, s.curve())
	},
	"recall curve": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.RecallCurve(rows, s.curve())
	},
	"integration curve": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.IntegrationCurve(rows, s.curve())
	},
	"scatter": func(s Spec, rows []results.Row) (viz.Figure, error) { return figures.RecallScatter(rows, s.curve()) },
	"depth":   func(s Spec, rows []results.Row) (viz.Figure, error) { return figures.DepthMap(rows, s.table()) },
	"effects": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.EffectTable(rows, nil, s.table())
	},
	"ablation": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.AblationTable(rows, nil, s.table())
	},
	"ablation summary": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.AblationTable(rows, figures.ThreeLengths(rows), s.table())
	},
	"differences": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.DifferenceTable(rows, nil, s.table())
	},
	"variants": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.VariantTable(s.grouped(rows), s.table())
	},
	"difference": func(s Spec, rows []results.Row) (viz.Figure, error) {
		return figures.DifferenceCurve(rows, s.Reference, s.curve())
	},
	"k map": func(s Spec, rows []results.Row) (viz.Figure, error) { return figures.TopKMap(rows, s.Ratio, s.table()) },
}

// diagnosisDrawers by kind of figure: those drawn from diagnoses.
var diagnosisDrawers = map[string]func(Spec, []results.Diagnosis) (viz.Figure, error){
	"norms": func(s Spec, list []results.Diagnosis) (viz.Figure, error) {
		return figures.BranchNorms(list, s.table())
	},
	"score mass": func(s Spec, list []results.Diagnosis) (viz.Figure, error) {
		return figures.ScoreMassCurve(list, s.curve())
	},
}

// Kinds names the kinds of figures.
func Kinds() []string {
	return append(slices.Sorted(maps.Keys(drawers)), slices.Sorted(maps.Keys(diagnosisDrawers))...)
}

func (s Spec) curve() figures.CurveOptions {
	o := figures.CurveOptions{Title: s.Title, Provenance: s.provenance()}
	if s.Group != "" {
		o.Series = s.series
	}
	return o
}

func (s Spec) table() figures.TableOptions {
	return figures.TableOptions{Title: s.Title, Provenance: s.provenance()}
}

func (s Spec) provenance() viz.Provenance { return viz.Provenance{Hardware: s.Hardware} }

// series names the series of a row.
func (s Spec) series(r results.Row) string {
	switch s.Group {
	case "task":
		return r.Variant + ", " + r.Task
	case "encoder":
		if r.Encoder == "none" {
			return "no encoder"
		}
		return r.Encoder + " encoder"
	}
	return r.Variant
}

// grouped puts the task in the place of the haystack, as the heading over variants, where series are named by it.
func (s Spec) grouped(rows []results.Row) []results.Row {
	if s.Group != "task" {
		return rows
	}
	named := slices.Clone(rows)
	for i := range named {
		named[i].Haystack = rows[i].Task + ", " + rows[i].Haystack
	}
	return named
}

// Draw draws a figure from the rows of a source, or returns [records.ErrNone].
func (s Spec) Draw(source claims.Source) (Drawing, error) {
	if draw, ok := diagnosisDrawers[s.Kind]; ok {
		return s.drawDiagnoses(source, draw)
	}
	rows, err := source.Rows(s.Rows)
	if err != nil {
		return Drawing{}, err
	}
	rows = s.Where.Of(rows)
	if len(rows) == 0 {
		return Drawing{}, records.ErrNone
	}
	s.Hardware = s.hardware(rows)
	fig, err := drawers[s.Kind](s, rows)
	if errors.Is(err, figures.ErrNoRows) { // none that was measured so
		return Drawing{}, records.ErrNone
	} else if err != nil {
		return Drawing{}, fmt.Errorf("report: %s: %w", s.Name, err)
	}
	return Drawing{s, fig, len(rows), commandsOf(rows)}, nil
}

// hardware is what computed rows: as each of them says, and for those that do not say it, as the figures do.
func (s Spec) hardware(rows []results.Row) string {
	silent := func(r results.Row) bool { return r.Hardware == "" }
	if !slices.ContainsFunc(rows, silent) {
		return figures.Machines(rows)
	}
	own := figures.Machines(slices.DeleteFunc(slices.Clone(rows), silent))
	rest := cmp.Or(s.Hardware, "not recorded")
	if own == "" {
		return rest
	}
	return own + "; the others: " + rest
}

// commandsOf lists the different commands of rows, in the order in which they come.
func commandsOf(rows []results.Row) []string {
	var list []string
	for _, r := range rows {
		if r.Command != "" && !slices.Contains(list, r.Command) {
			list = append(list, r.Command)
		}
	}
	return list
}

// drawDiagnoses draws a figure from diagnoses.
func (s Spec) drawDiagnoses(source claims.Source, draw func(Spec, []results.Diagnosis) (viz.Figure, error)) (Drawing, error) {
	list, err := source.Diagnoses()
	if err != nil {
		return Drawing{}, err
	}
	if list = s.Where.OfDiagnoses(list); len(list) == 0 {
		return Drawing{}, records.ErrNone
	}
	fig, err := draw(s, list)
	if err != nil {
		return Drawing{}, fmt.Errorf("report: %s: %w", s.Name, err)
	}
	d := Drawing{Spec: s, Figure: fig, N: len(list)}
	for _, one := range list {
		if !slices.Contains(d.Commands, one.Command) {
			d.Commands = append(d.Commands, one.Command)
		}
	}
	return d, nil
}
