package viz

import (
	"fmt"
	"math"
)

// Roofline shows how near kernels come to what the machine can do: below the
// slope memory bounds them, below the flat arithmetic.
type Roofline struct {
	Title     string
	Peak      float64 // GFLOP/s
	Bandwidth float64 // GB/s
	Kernels   []Kernel

	Provenance Provenance
}

// Kernel is one measured operation.
type Kernel struct {
	Name      string
	Intensity float64 // FLOP a byte moved
	Rate      float64 // GFLOP/s reached
}

// Heading returns the title.
func (r Roofline) Heading() string { return short(r.Title, maxTitle) }

// Origin returns where the measures come from.
func (r Roofline) Origin() Provenance { return r.Provenance }

// Alt tells for each kernel how much of its bound it reaches.
func (r Roofline) Alt() string {
	s := fmt.Sprintf("Roofline “%s”: %s GFLOP/s, %s GB/s.", r.Heading(), number(r.Peak), number(r.Bandwidth))
	for i, k := range r.Kernels {
		if i == 8 {
			return s + " And so on."
		}
		s += fmt.Sprintf(" %s: %s of its bound.", short(k.Name, maxName), percent(k.Rate/r.bound(k.Intensity)))
	}
	return s
}

// bound returns the rate that the machine allows at an intensity.
func (r Roofline) bound(intensity float64) float64 { return min(r.Peak, r.Bandwidth*intensity) }

// Validate refuses a roofline without title or kernels, and numbers that are
// not above zero.
func (r Roofline) Validate() error {
	if err := requireText(named{"Roofline.Title", r.Title, "a title"}); err != nil {
		return err
	}
	if !(r.Peak > 0) || !(r.Bandwidth > 0) || !finite(r.Peak) || !finite(r.Bandwidth) {
		return fmt.Errorf("viz: Roofline.Peak is %g, Bandwidth is %g: want GFLOP/s and GB/s above zero", r.Peak, r.Bandwidth)
	}
	if len(r.Kernels) == 0 {
		return fmt.Errorf("viz: Roofline.Kernels is empty: give at least one")
	}
	for i, k := range r.Kernels {
		if !(k.Intensity > 0) || !(k.Rate > 0) || !finite(k.Intensity) || !finite(k.Rate) {
			return fmt.Errorf("viz: Roofline.Kernels[%d] (%s) has intensity %g and rate %g: want them above zero", i, short(k.Name, maxName), k.Intensity, k.Rate)
		}
	}
	return r.curve().Validate()
}

func (r Roofline) form() form { return r.curve() }

// curve returns the bound as a line that bends, and each kernel as a point.
func (r Roofline) curve() Curve {
	ridge := r.Peak / r.Bandwidth
	low, high := ridge/8, ridge*8
	for _, k := range r.Kernels {
		low, high = min(low, k.Intensity), max(high, k.Intensity)
	}
	low, high = math.Exp2(math.Floor(math.Log2(low))), math.Exp2(math.Ceil(math.Log2(high)))
	roof := Series{Name: fmt.Sprintf("bound: %s GB/s, %s GFLOP/s", number(r.Bandwidth), number(r.Peak)), roof: true}
	for _, x := range []float64{low, ridge, high} {
		roof.Points = append(roof.Points, Point{X: x, Y: r.bound(x)})
	}
	c := Curve{Title: r.Title, XLabel: "intensity (FLOP a byte)", YLabel: "GFLOP/s", Log2X: true, Log10Y: true, Provenance: r.Provenance}
	for _, k := range r.Kernels {
		c.Series = append(c.Series, Series{Name: k.Name, Points: []Point{{X: k.Intensity, Y: k.Rate}}})
	}
	c.Series = append(c.Series, roof)
	return c
}
