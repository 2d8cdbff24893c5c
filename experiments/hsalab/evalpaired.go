package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
)

// significant is the level at which the model is said to differ from a control.
const significant = 0.05

// versus is the model against a control at one length.
type versus struct {
	control, at string
	results.Difference
}

// above says where the model is not better than a control, by the sign-flip test over texts on the same questions, corrected
// by Holm for all comparisons of the table; nothing where there are no controls.
func (t taskRows) above() []string {
	var all []versus
	var p []float64
	for _, control := range []string{eval.LabelPrior, eval.Recency} {
		for _, length := range lengthsOf(t.model) {
			d, err := results.Paired(t.at(t.model, length), t.at(t.control(control), length), results.Score, results.Options{})
			if err != nil {
				continue // there is no such control, or it was asked other questions
			}
			all = append(all, versus{control, t.label(length), d})
			p = append(p, d.PSequences)
		}
	}
	if len(all) == 0 {
		return nil
	}
	var not []string
	for i, q := range results.Holm(p) {
		if v := all[i]; q >= significant || v.Mean <= 0 {
			not = append(not, fmt.Sprintf("%s at %s", v.control, v.at))
		}
	}
	said := "everywhere"
	if len(not) > 0 {
		said = "everywhere but: " + strings.Join(not, ", ")
	}
	return []string{fmt.Sprintf("above the controls (paired, sign-flip test over texts, p < %g after Holm's correction for %d comparisons): %s", significant, len(all), said)}
}

// at are rows of one length, without what tells a model from a control.
func (t taskRows) at(rows []results.Row, length int) []results.Row {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return r.Length != length })
	for i := range rows {
		rows[i].Seed, rows[i].TopK, rows[i].YaRN = 0, 0, 0
	}
	return rows
}
