package viz

import (
	"cmp"
	"math"
	"slices"
)

// hexColumns is how many hexagons lie side by side.
const hexColumns = 36

// hexagons are cells of equal size over two axes, each with how many points it
// holds: the centres of two lattices, one half a cell from the other.
type hexagons struct {
	cells  []hexagon
	dx, dy float64 // between the centres of one lattice, in values
	most   int     // points in the fullest
}

// hexagon is one cell, by its centre.
type hexagon struct {
	x, y float64
	n    int
}

// hexbin counts points. The cells are regular on a plot of 4 : 3.
func hexbin(points []pair, x, y axis) hexagons {
	const aspect = 3.0 / 4
	rows := math.Round(hexColumns * aspect / math.Sqrt(3))
	h := hexagons{dx: (x.High - x.Low) / hexColumns, dy: (y.High - y.Low) / rows}
	counts := make(map[[2]float64]int)
	for _, p := range points {
		counts[nearest((p.x-x.Low)/h.dx, (p.y-y.Low)/h.dy)]++
	}
	for at, n := range counts {
		h.cells = append(h.cells, hexagon{x.Low + at[0]*h.dx, y.Low + at[1]*h.dy, n})
		h.most = max(h.most, n)
	}
	slices.SortFunc(h.cells, func(a, b hexagon) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.x, b.x)) })
	return h
}

// nearest returns the centre of either lattice that lies nearest to (u, v).
func nearest(u, v float64) [2]float64 {
	far := func(a, b float64) float64 { return (u-a)*(u-a) + 3*(v-b)*(v-b) }
	u1, v1 := math.Round(u), math.Round(v)
	u2, v2 := math.Floor(u)+0.5, math.Floor(v)+0.5
	if far(u1, v1) <= far(u2, v2) {
		return [2]float64{u1, v1}
	}
	return [2]float64{u2, v2}
}

// hexCorners are the corners of a hexagon around its centre, in units of dx and
// dy.
var hexCorners = [6][2]float64{{0.5, -1. / 6}, {0.5, 1. / 6}, {0, 1. / 3}, {-0.5, 1. / 6}, {-0.5, -1. / 6}, {0, -1. / 3}}

// unit places n on the colour scale: by its logarithm, as counts differ widely.
func (h hexagons) unit(n int) float64 {
	return math.Log1p(float64(n)) / math.Log1p(float64(max(h.most, 1)))
}
