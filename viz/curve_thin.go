package viz

import (
	"fmt"
	"math"
)

// maxLine is the longest series that is drawn point by point.
const maxLine = 4000

// form returns c with its long series thinned to what a picture can tell apart.
func (c Curve) form() form {
	series := make([]Series, len(c.Series))
	for i, s := range c.Series {
		series[i] = s.thinned(maxLine)
	}
	c.Series = series
	return c
}

// thinned returns s, or where it has more than limit points its ends and, of
// equal parts, the lowest and the highest point: no peak is lost. The name says
// so.
func (s Series) thinned(limit int) Series {
	n := len(s.Points)
	if n <= limit {
		return s
	}
	step, _ := bins(n-2, limit/2-1)
	kept := []Point{s.Points[0]}
	for from := 1; from < n-1; from += step {
		kept = append(kept, extremes(s.Points[from:min(from+step, n-1)])...)
	}
	s.Name = fmt.Sprintf("%s (lowest and highest of each %d points)", short(s.Name, maxLabel), step)
	s.Points = append(kept, s.Points[n-1])
	return s
}

// extremes returns the lowest and the highest of points, in their order: one
// where they are the same, a gap where there is no value.
func extremes(points []Point) []Point {
	low, high := -1, -1
	for i, p := range points {
		if math.IsNaN(p.Y) {
			continue
		}
		if low < 0 || p.Y < points[low].Y {
			low = i
		}
		if high < 0 || p.Y > points[high].Y {
			high = i
		}
	}
	if low < 0 {
		return points[:1]
	}
	if low == high {
		return points[low : low+1]
	}
	return []Point{points[min(low, high)], points[max(low, high)]}
}
