package viz

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRankCorrelation(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		x, y []float64
		want float64
	}{
		{[]float64{1, 2, 3}, []float64{10, 100, 1000}, 1},
		{[]float64{1, 2, 3, nan}, []float64{9, 4, 1, 7}, -1},
		{[]float64{1, 2, 3, 4, 5}, []float64{2, 1, 4, 3, 5}, 0.8},
		{[]float64{1, 1, 2, 3}, []float64{1, 2, 3, 4}, 0.9486832980505138}, // a tie at mean rank
		{[]float64{1}, []float64{1}, nan},
		{[]float64{1, 1}, []float64{1, 2}, nan},
	} {
		if got := RankCorrelation(c.x, c.y); math.Abs(got-c.want) > 1e-12 || math.IsNaN(got) != math.IsNaN(c.want) {
			t.Errorf("rank correlation of %v and %v is %g, want %g", c.x, c.y, got, c.want)
		}
	}
}

// TestHexbinCountsEachPointOnce, and puts it into a cell that it lies in.
func TestHexbinCountsEachPointOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "n")
		var ps []pair
		for range n {
			ps = append(ps, pair{x: rapid.Float64Range(-3, 9).Draw(t, "x"), y: rapid.Float64Range(10, 11).Draw(t, "y")})
		}
		h := hexbin(ps, axis{Low: -3, High: 9}, axis{Low: 10, High: 11})
		total := 0
		for _, c := range h.cells {
			total += c.n
		}
		if total != n {
			t.Fatalf("%d points in cells, want %d", total, n)
		}
		for _, p := range ps {
			if !h.holds(p) {
				t.Fatalf("no cell holds %+v", p)
			}
		}
	})
}

// holds reports whether p lies in one of the hexagons, by its corners.
func (h hexagons) holds(p pair) bool {
	for _, c := range h.cells {
		u, v := math.Abs(p.x-c.x)/h.dx, math.Abs(p.y-c.y)/h.dy
		if u <= 0.5+1e-9 && v <= 1./3-u/3+1e-9 {
			return true
		}
	}
	return false
}

// TestPlaneFindsTheDirection of landmarks on a line: all variance in the first
// component, in the order of the line.
func TestPlaneFindsTheDirection(t *testing.T) {
	m := LandmarkMap{Title: "line"}
	for i := range 20 {
		x := float64(i)
		m.Landmarks = append(m.Landmarks, []float64{3 * x, 4 * x, 5})
	}
	at, shares := m.plane()
	if math.Abs(shares[0]-1) > 1e-9 {
		t.Errorf("the first component holds %g of the variance", shares[0])
	}
	for i := range at {
		if want := 5 * (float64(i) - 9.5); math.Abs(at[i][0]-want) > 1e-9 || math.Abs(at[i][1]) > 1e-9 {
			t.Fatalf("landmark %d lies at %v, want %g, 0", i, at[i], want)
		}
	}
}

func TestOverlap(t *testing.T) {
	h := HeadPicks{Picks: [][]int{{1, 2}, {2, 3}, {}, {2, 9}}}
	for lag, want := range map[int]Point{1: {X: 1, Y: 0.25, N: 2}, 2: {X: 2, Y: 0.25, N: 2}, 3: {X: 3, Y: 0.5, N: 1}} {
		if got := h.overlap(lag); got != want {
			t.Errorf("overlap at %d is %+v, want %+v", lag, got, want)
		}
	}
}
