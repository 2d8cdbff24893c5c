package figures

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// BranchNorms is how large the branches of the HSA layers of a model are beside the stream that they read, by layer and
// length. A branch that no layer has is left out.
func BranchNorms(list []results.Diagnosis, o TableOptions) (viz.ResidualNorms, error) {
	if len(list) == 0 {
		return viz.ResidualNorms{}, ErrNoRows
	}
	n := viz.ResidualNorms{Title: cmp.Or(o.Title, "Norms of the branches"), Provenance: overDiagnoses(o.Provenance, list)}
	layers := orderedDiagnoses(list, func(d results.Diagnosis) int { return d.Layer })
	lengths := orderedDiagnoses(list, func(d results.Diagnosis) int { return d.Length })
	for _, l := range layers {
		n.Layers = append(n.Layers, fmt.Sprintf("layer %d", l+1))
	}
	for _, l := range lengths {
		n.Lengths = append(n.Lengths, float64(l))
	}
	n.TrainingLength = float64(list[0].Length) / list[0].Ratio
	for _, b := range []struct {
		name string
		norm func(results.Diagnosis) float64
	}{
		{"HSA", func(d results.Diagnosis) float64 { return d.HSA }},
		{"window", func(d results.Diagnosis) float64 { return d.Window }},
		{"MLP", func(d results.Diagnosis) float64 { return d.MLP }},
	} {
		branch := viz.Branch{Name: b.name}
		some := false
		for _, layer := range layers {
			row := make([]viz.Measure, len(lengths))
			for _, d := range list {
				if d.Layer != layer || b.norm(d) == 0 {
					continue
				}
				some = true
				for i, l := range lengths {
					if l == d.Length {
						row[i] = viz.Measure{Value: b.norm(d) / d.Residual, N: d.Questions}
					}
				}
			}
			branch.Norms = append(branch.Norms, row)
		}
		if some {
			n.Branches = append(n.Branches, branch)
		}
	}
	return n, nil
}

// ScoreMassCurve is the rank correlation of chunks' scores with their log attention mass against length, a series for
// each model, task and layer, with its interval over texts.
func ScoreMassCurve(list []results.Diagnosis, o CurveOptions) (viz.Curve, error) {
	if len(list) == 0 {
		return viz.Curve{}, ErrNoRows
	}
	c := viz.Curve{
		Title: cmp.Or(o.Title, "Score against log attention mass"), XLabel: "context length / training length", YLabel: "rank correlation",
		Log2X: true, TrainingLength: 1, YRange: viz.Range{Low: 0, High: 1}, Provenance: overDiagnoses(o.Provenance, list),
	}
	at := map[string]int{}
	layers := len(orderedDiagnoses(list, func(d results.Diagnosis) int { return d.Layer }))
	for _, d := range list {
		name := d.Variant + ", " + strings.TrimPrefix(d.Task, "recall-")
		if layers > 1 {
			name = fmt.Sprintf("%s, layer %d", name, d.Layer+1)
		}
		i, ok := at[name]
		if !ok {
			i = len(c.Series)
			at[name] = i
			c.Series = append(c.Series, viz.Series{Name: name})
		}
		c.YRange.Low = min(c.YRange.Low, d.ScoreMassLow)
		c.Series[i].Points = append(c.Series[i].Points, viz.Point{X: d.Ratio, Y: d.ScoreMass, Low: d.ScoreMassLow, High: d.ScoreMassHigh, N: d.Questions})
	}
	return c, nil
}

// orderedDiagnoses lists the different values of a field, rising.
func orderedDiagnoses(list []results.Diagnosis, field func(results.Diagnosis) int) []int {
	seen := map[int]bool{}
	for _, d := range list {
		seen[field(d)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// overDiagnoses returns p with its empty fields taken from the diagnoses.
func overDiagnoses(p viz.Provenance, list []results.Diagnosis) viz.Provenance {
	from := OriginOfDiagnoses(list)
	return viz.Provenance{
		Command: cmp.Or(p.Command, from.Command), Commit: cmp.Or(p.Commit, from.Commit), Seed: cmp.Or(p.Seed, from.Seed),
		Weights: cmp.Or(p.Weights, from.Weights), Hardware: p.Hardware, Note: p.Note,
	}
}
