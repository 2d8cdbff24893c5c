package viz_test

import (
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

// changed returns a sample after one change.
func changed[F viz.Figure](fig F, change func(*F)) viz.Figure {
	change(&fig)
	return fig
}

// TestValidateRefusesKinds changes one thing in a sample of each kind at a time.
func TestValidateRefusesKinds(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for want, fig := range map[string]viz.Figure{
		"NeedleMap.Title is empty":     viz.NeedleMap{},
		"Mismatch.Title is empty":      viz.Mismatch{},
		"Panels.Title is empty":        viz.Panels{},
		"Scatter.Title is empty":       viz.Scatter{},
		"LandmarkMap.Title is empty":   viz.LandmarkMap{},
		"Walk.Title is empty":          viz.Walk{},
		"Training.Title is empty":      viz.Training{},
		"Cost.Title is empty":          viz.Cost{},
		"Roofline.Title is empty":      viz.Roofline{},
		"PickOverlap.Title is empty":   viz.PickOverlap{},
		"ResidualNorms.Title is empty": viz.ResidualNorms{},
		"ScoreMass.Title is empty":     viz.ScoreMass{},

		"HeatMap.Layers[0].Label is empty": changed(gallery.RetrievalLayers(), func(h *viz.HeatMap) { h.Layers[0].Label = "" }),
		"HeatMap.Layers[0].Values has 11":  changed(gallery.RetrievalLayers(), func(h *viz.HeatMap) { h.Layers[0].Values = h.Layers[0].Values[1:] }),
		"HeatMap.Layers[0].Values[1][2]":   changed(gallery.RetrievalLayers(), func(h *viz.HeatMap) { h.Layers[0].Values[1][2] = inf }),
		"HeatMap.InWindow has 1 entries":   changed(gallery.RetrievalLayers(), func(h *viz.HeatMap) { h.InWindow = h.InWindow[:1] }),
		"diverging colours want Low":       changed(gallery.RetrievalLayers(), func(h *viz.HeatMap) { h.Layers[0].Scale = viz.Range{Low: -1, High: 2} }),
		"HeatMap.InWindow[3] is":           changed(gallery.RetrievalLayers(), func(h *viz.HeatMap) { h.InWindow[3].To = 33 }),

		"NeedleMap.Depths is empty":         changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Depths = nil }),
		"NeedleMap.Depths runs from 0 to 2": changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Depths[4] = 2 }),
		"NeedleMap.Lengths[1] is 256":       changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Lengths[1] = 256 }),
		"NeedleMap.Accuracy has 4 rows":     changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Accuracy = m.Accuracy[1:] }),
		"NeedleMap.Accuracy: row 0 has 1":   changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Accuracy[0] = m.Accuracy[0][:1] }),
		"NeedleMap.Accuracy[0][0] is 1.5":   changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Accuracy[0][0] = viz.Measure{Value: 1.5} }),
		"NeedleMap.Recall[0][1].N is -1":    changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Recall[0][1].N = -1 }),
		"NeedleMap.Recall[0][1]: interval":  changed(gallery.NeedleMap(), func(m *viz.NeedleMap) { m.Recall[0][1].Low = 1 }),

		"Mismatch.Train[0] is 0":           changed(gallery.Mismatch(), func(m *viz.Mismatch) { m.Train[0] = 0 }),
		"Mismatch.Test[1] is 1":            changed(gallery.Mismatch(), func(m *viz.Mismatch) { m.Test[1] = 1 }),
		"Mismatch.Values[0][0].Value":      changed(gallery.Mismatch(), func(m *viz.Mismatch) { m.Values[0][0].Value = inf }),
		"Panels.Figures is empty":          changed(gallery.RetrievalHeads(), func(p *viz.Panels) { p.Figures = nil }),
		"Panels.Figures[1]: viz: no":       changed(gallery.RetrievalHeads(), func(p *viz.Panels) { p.Figures[1] = nil }),
		"which has no picture":             changed(gallery.RetrievalHeads(), func(p *viz.Panels) { p.Figures[1] = ablation() }),
		"Panels.Columns is 9":              changed(gallery.RetrievalHeads(), func(p *viz.Panels) { p.Columns = 9 }),
		"has 300 x and 1 y":                changed(gallery.ScoreMass(), func(s *viz.ScoreMass) { s.Layers[0].Score = s.Layers[0].Score[:1] }),
		"Landmarks[3] has 1 dimensions":    changed(gallery.Landmarks(), func(m *viz.LandmarkMap) { m.Landmarks[3] = []float64{1} }),
		"Landmarks[3][0] is NaN":           changed(gallery.Landmarks(), func(m *viz.LandmarkMap) { m.Landmarks[3][0] = nan }),
		"Landmarks has 2 chunks":           changed(gallery.Landmarks(), func(m *viz.LandmarkMap) { m.Landmarks = m.Landmarks[:2] }),
		"LandmarkMap.Gold[0] is chunk 240": changed(gallery.Landmarks(), func(m *viz.LandmarkMap) { m.Gold[0] = 240 }),

		"Walk.Query is empty":              changed(gallery.Walk(), func(w *viz.Walk) { w.Query = "" }),
		"Walk.Scores[2] is +Inf":           changed(gallery.Walk(), func(w *viz.Walk) { w.Scores[2] = inf }),
		"Walk.Scores has no visible chunk": changed(gallery.Walk(), func(w *viz.Walk) { w.Scores = []float64{nan} }),
		"Walk.Picks[1] is chunk 93":        changed(gallery.Walk(), func(w *viz.Walk) { w.Picks[1].Chunk = 93 }),
		"Walk.Picks[1] is chunk 88 again":  changed(gallery.Walk(), func(w *viz.Walk) { w.Picks[1].Chunk = 88 }),
		"the weights add up to 1.93":       changed(gallery.Walk(), func(w *viz.Walk) { w.Picks[0].Weight = 0.99; w.Picks[1].Weight = 0.15 }),
		"Attention: number 0 is -1":        changed(gallery.Walk(), func(w *viz.Walk) { w.Picks[0].Attention[0] = -1 }),
		"8 tokens and 7 attentions":        changed(gallery.Walk(), func(w *viz.Walk) { w.Picks[0].Attention = w.Picks[0].Attention[:7] }),
		"probabilities: number 0 is NaN":   changed(gallery.Walk(), func(w *viz.Walk) { w.Output[0].Probability = nan }),

		"Training.Runs is empty":          changed(gallery.Training(), func(r *viz.Training) { r.Runs = nil }),
		"Training: viz: Panels":           changed(gallery.Training(), func(r *viz.Training) { r.Runs[0].Steps[1].Step = 0 }),
		"Cost.Series has neither":         changed(gallery.Cost(), func(c *viz.Cost) { c.Series = nil }),
		"want them above zero":            changed(gallery.Cost(), func(c *viz.Cost) { c.Series[0].Points[0].Seconds = viz.Measure{Value: -1} }),
		"Roofline.Peak is 0":              changed(gallery.Roofline(), func(r *viz.Roofline) { r.Peak = 0 }),
		"Roofline.Kernels[1] (gather)":    changed(gallery.Roofline(), func(r *viz.Roofline) { r.Kernels[1].Rate = -1 }),
		"Picks[4] has a chunk twice":      changed(gallery.PickOverlap(), func(o *viz.PickOverlap) { o.Heads[0].Picks[4] = []int{1, 1} }),
		"Picks has 1 queries":             changed(gallery.PickOverlap(), func(o *viz.PickOverlap) { o.Heads[0].Picks = [][]int{{1}} }),
		"a norm is not negative":          changed(gallery.ResidualNorms(), func(r *viz.ResidualNorms) { r.Branches[0].Norms[0][0] = viz.Measure{Value: -1} }),
		"ResidualNorms has 0 Layers":      changed(gallery.ResidualNorms(), func(r *viz.ResidualNorms) { r.Layers = nil }),
		"Table.Heads cover 3 columns":     changed(ablation(), func(a *viz.Table) { a.Heads[0].Columns = 1 }),
		"Table.Heads[0] covers -1":        changed(ablation(), func(a *viz.Table) { a.Heads[0].Columns = -1 }),
		"Table.Test is empty":             changed(ablation(), func(a *viz.Table) { a.Test = "" }),
		"Points[0].Y is -1":               changed(extrapolation(), func(c *viz.Curve) { c.Log10Y = true; c.Series[0].Points[0] = viz.Point{X: 128, Y: -1} }),
		"Curve.YRange starts at 0":        changed(extrapolation(), func(c *viz.Curve) { c.Log10Y = true; c.YRange = viz.Range{High: 1} }),
		"References[0].Y is -1: want a f": changed(extrapolation(), func(c *viz.Curve) { c.Log10Y = true; c.References[0].Y = -1 }),
	} {
		err := fig.Validate()
		if err == nil || !strings.HasPrefix(err.Error(), "viz: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: Validate returned %v", want, err)
		}
		_ = fig.Alt() // describes what is wrong rather than panicking
	}
}
