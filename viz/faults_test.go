package viz_test

import (
	"slices"
	"testing"

	"github.com/hsalab/hsalab/viz"
	"github.com/hsalab/hsalab/viz/gallery"
)

// TestGoldenCatchesFaults plants in each kind of figure a fault that the golden
// pictures must catch: axes transposed, a chunk off by one, a legend or a layer
// interchanged.
func TestGoldenCatchesFaults(t *testing.T) {
	t.Parallel()
	for name, pair := range faults() {
		if diff := pictureDiff(small(t, pair[0]), small(t, pair[1])); diff <= maxDiff {
			t.Errorf("%s: only %.1f %% of the pixels of a tile differ, the golden test would pass", name, 100*diff)
		}
	}
}

// faults returns good figures, each with a broken twin.
func faults() map[string][2]viz.Figure {
	flipped, shifted, layers, window := retrieval(), retrieval(), gallery.RetrievalLayers(), gallery.RetrievalLayers()
	slices.Reverse(flipped.Values)
	for i := range shifted.Gold {
		shifted.Gold[i].Col++
	}
	layers.Layers[0].Values, layers.Values = layers.Values, layers.Layers[0].Values
	window.InWindow = nil
	swapped, needle, mismatch := extrapolation(), gallery.NeedleMap(), gallery.Mismatch()
	swapped.Series[0].Name, swapped.Series[1].Name = swapped.Series[1].Name, swapped.Series[0].Name
	for _, row := range needle.Accuracy {
		slices.Reverse(row)
	}
	mismatch.Values = transposed(mismatch.Values)
	walk, landmarks, scores := gallery.Walk(), gallery.Landmarks(), gallery.ScoreMass()
	walk.Gold[0]++
	landmarks.Gold[0]++
	scores.Layers[0].LogMass, scores.Layers[0].Score = scores.Layers[0].Score, scores.Layers[0].LogMass
	norms, cost, overlap, roof := gallery.ResidualNorms(), gallery.Cost(), gallery.PickOverlap(), gallery.Roofline()
	norms.Branches[1].Norms[3], norms.Branches[1].Norms[4] = norms.Branches[1].Norms[4], norms.Branches[1].Norms[3]
	cost.Series[0].Name, cost.Series[1].Name = cost.Series[1].Name, cost.Series[0].Name
	overlap.Heads[0].Name, overlap.Heads[1].Name = overlap.Heads[1].Name, overlap.Heads[0].Name
	roof.Peak, roof.Bandwidth = roof.Bandwidth, roof.Peak
	return map[string][2]viz.Figure{
		"rows upside down":             {retrieval(), flipped},
		"gold off by one":              {retrieval(), shifted},
		"layers interchanged":          {gallery.RetrievalLayers(), layers},
		"window not told from causal":  {gallery.RetrievalLayers(), window},
		"legend interchanged":          {extrapolation(), swapped},
		"lengths reversed":             {gallery.NeedleMap(), needle},
		"training and testing swapped": {gallery.Mismatch(), mismatch},
		"gold chunk of a walk":         {gallery.Walk(), walk},
		"gold landmark off by one":     {gallery.Landmarks(), landmarks},
		"score and mass swapped":       {gallery.ScoreMass(), scores},
		"layers of norms swapped":      {gallery.ResidualNorms(), norms},
		"models of cost swapped":       {gallery.Cost(), cost},
		"heads of overlap swapped":     {gallery.PickOverlap(), overlap},
		"peak and bandwidth swapped":   {gallery.Roofline(), roof},
	}
}

// transposed exchanges the axes of a matrix, within the shape that it has.
func transposed(m [][]viz.Measure) [][]viz.Measure {
	out := make([][]viz.Measure, len(m))
	for r := range m {
		out[r] = slices.Clone(m[r])
		for c := range min(len(m), len(m[r])) {
			out[r][c] = m[c][r]
		}
	}
	return out
}
