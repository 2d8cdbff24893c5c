package gallery

import (
	"fmt"
	"math"

	"github.com/hsalab/hsalab/viz"
)

// measure returns a share with an interval that narrows with n.
func measure(v float64, n int) viz.Measure {
	v = min(1, max(0, v))
	half := 1.96 * math.Sqrt(max(v*(1-v), 0.01)/float64(n))
	return viz.Measure{Value: v, Low: max(0, v-half), High: min(1, v+half), N: n}
}

// NeedleMap is accuracy and recall by depth and length, some cells unknown.
func NeedleMap() viz.NeedleMap {
	m := viz.NeedleMap{
		Title: "Needle in running text: nano-text", Depths: []float64{0, 0.25, 0.5, 0.75, 1},
		TrainingLength: 256, Provenance: made("3"),
	}
	for k := range 7 {
		m.Lengths = append(m.Lengths, 256*math.Pow(4, float64(k)))
	}
	for d := range m.Depths {
		var acc, rec []viz.Measure
		for l := range m.Lengths {
			fall := 0.012 * float64(l*l) * (1 + math.Sin(float64(d)*math.Pi/4))
			n := 96 >> l
			if n < 4 && d%2 == 1 {
				acc, rec = append(acc, viz.Measure{}), append(rec, viz.Measure{})
				continue
			}
			acc, rec = append(acc, measure(0.995-fall, max(n, 2))), append(rec, measure(1-0.6*fall, max(n, 2)))
		}
		m.Accuracy, m.Recall = append(m.Accuracy, acc), append(m.Recall, rec)
	}
	return m
}

// Mismatch is accuracy by top-K in training and in testing.
func Mismatch() viz.Mismatch {
	m := viz.Mismatch{
		Title: "Sparsity in training and in testing", ValueLabel: "accuracy at 64× the training length",
		Train: []int{2, 4, 8, 0}, Test: []int{2, 4, 8, 16, 0}, Provenance: made("3"),
	}
	for r := range m.Train {
		var row []viz.Measure
		for c := range m.Test {
			row = append(row, measure(0.95-0.06*math.Abs(float64(c-r))-0.05*float64(c), 192))
		}
		m.Values = append(m.Values, row)
	}
	return m
}

// ResidualNorms is three branches of six layers over five lengths.
func ResidualNorms() viz.ResidualNorms {
	r := viz.ResidualNorms{Title: "Branches beside the residual stream", Lengths: []float64{128, 1024, 8192, 65536, 524288}, TrainingLength: 128, Provenance: made("3")}
	for l := range 6 {
		r.Layers = append(r.Layers, fmt.Sprintf("layer %d", l))
	}
	for b, name := range []string{"window attention", "HSA", "MLP"} {
		branch := viz.Branch{Name: name}
		for l := range r.Layers {
			row := make([]viz.Measure, len(r.Lengths))
			for k := range row {
				if b != 1 || l >= 3 { // the lower half retrieves nothing
					v := 0.3 + 0.1*float64(b) + 0.06*math.Sin(float64(l+2*b)) - 0.03*float64(b*k)
					row[k] = viz.Measure{Value: v, Low: v - 0.02, High: v + 0.02, N: 64}
				}
			}
			branch.Norms = append(branch.Norms, row)
		}
		r.Branches = append(r.Branches, branch)
	}
	return r
}
