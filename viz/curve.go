package viz

import (
	"fmt"
	"math"
	"strings"
)

// Curve shows one or more series against a common axis: accuracy against
// length (extrapolation, Log2X) or loss against step (training).
type Curve struct {
	Title  string
	XLabel string // with unit, such as "context length (tokens)"
	YLabel string
	Log2X  bool // space x by its logarithm to base 2; every X must be positive
	Log10Y bool // space y by its logarithm to base 10; every Y must be positive

	Series []Series

	TrainingLength float64     // marked by a vertical line; 0 for none
	References     []Reference // horizontal lines, such as chance
	YRange         Range       // zero for the range of the data

	Provenance Provenance
}

// Series is one line of a [Curve]. Of more than 4,000 points the lowest and
// highest of equal parts are drawn.
type Series struct {
	Name   string
	Points []Point // X strictly increasing

	roof bool // a bound rather than a measurement: grey, without points
}

// Point is one measurement. A NaN Y is a gap in the line. [Low, High] is the
// interval around Y, both zero where none was measured; N is the number of
// samples, zero where it does not apply.
type Point struct {
	X, Y      float64
	Low, High float64
	N         int
}

// Reference is a horizontal line of a [Curve] at Y.
type Reference struct {
	Name string
	Y    float64
}

// Heading returns the title.
func (c Curve) Heading() string { return short(c.Title, maxTitle) }

// Origin returns where the points come from.
func (c Curve) Origin() Provenance { return c.Provenance }

// Alt describes the curve: each series by its first and last point.
func (c Curve) Alt() string {
	const most = 8
	var b strings.Builder
	fmt.Fprintf(&b, "Curve “%s”: %s against %s.", c.Heading(), short(c.YLabel, maxName), short(c.XLabel, maxName))
	for i, s := range c.Series {
		if i == most {
			fmt.Fprintf(&b, " And %d more series.", len(c.Series)-most)
			break
		}
		if n := len(s.Points); n > 0 {
			first, last := s.Points[0], s.Points[n-1]
			fmt.Fprintf(&b, " %s: %s at %s", short(s.Name, maxName), number(first.Y), c.xText(first.X))
			if n > 1 {
				fmt.Fprintf(&b, ", %s at %s", number(last.Y), c.xText(last.X))
			}
			b.WriteByte('.')
		}
	}
	if c.TrainingLength > 0 {
		fmt.Fprintf(&b, " Trained at %s.", c.xText(c.TrainingLength))
	}
	return b.String()
}

// xText formats a value of the horizontal axis.
func (c Curve) xText(x float64) string {
	if c.Log2X {
		return size(x)
	}
	return number(x)
}

// Validate refuses a curve without title, labels or points, with unnamed,
// repeated or unordered series, infinite values, or an interval that misses its value.
func (c Curve) Validate() error {
	err := requireText(
		named{"Curve.Title", c.Title, "a title"},
		named{"Curve.XLabel", c.XLabel, `the quantity and unit, such as "context length (tokens)"`},
		named{"Curve.YLabel", c.YLabel, `the measure, such as "accuracy"`},
	)
	if err != nil {
		return err
	}
	if len(c.Series) == 0 {
		return fmt.Errorf("viz: Curve.Series is empty: give at least one series of points")
	}
	names := make(map[string]bool, len(c.Series))
	for i, s := range c.Series {
		if err := c.checkSeries(i, s); err != nil {
			return err
		}
		if names[s.Name] {
			return fmt.Errorf("viz: Curve.Series[%d].Name %q repeats: name each series once", i, short(s.Name, maxName))
		}
		names[s.Name] = true
	}
	if err := c.checkMarks(); err != nil {
		return err
	}
	if c.Log10Y && !c.YRange.auto() && c.YRange.Low <= 0 {
		return fmt.Errorf("viz: Curve.YRange starts at %g: a logarithmic axis starts above zero", c.YRange.Low)
	}
	return c.YRange.validate("Curve.YRange")
}

func (c Curve) checkSeries(i int, s Series) error {
	where := fmt.Sprintf("Curve.Series[%d]", i)
	if err := requireText(named{where + ".Name", s.Name, "the name of the model or variant"}); err != nil {
		return err
	}
	if len(s.Points) == 0 {
		return fmt.Errorf("viz: %s (%s) has no points: give at least one", where, short(s.Name, maxName))
	}
	for j, p := range s.Points {
		at := fmt.Sprintf("%s.Points[%d]", where, j)
		switch {
		case !finite(p.X) || c.Log2X && p.X <= 0:
			return fmt.Errorf("viz: %s.X is %g: want a finite number, above zero on a log2 axis", at, p.X)
		case j > 0 && p.X <= s.Points[j-1].X:
			return fmt.Errorf("viz: %s.X is %g after %g: sort the points by X, each X once", at, p.X, s.Points[j-1].X)
		case math.IsInf(p.Y, 0):
			return fmt.Errorf("viz: %s.Y is %g: use NaN for a missing measurement", at, p.Y)
		case c.Log10Y && (p.Y <= 0 || hasInterval(p.Low, p.High) && p.Low <= 0):
			return fmt.Errorf("viz: %s.Y is %g, interval [%g, %g]: want them above zero on a log10 axis, or NaN", at, p.Y, p.Low, p.High)
		case p.N < 0:
			return fmt.Errorf("viz: %s.N is %d: a number of samples is not negative", at, p.N)
		}
		if err := checkInterval(at, p.Y, p.Low, p.High); err != nil {
			return err
		}
	}
	return nil
}

func (c Curve) checkMarks() error {
	if !finite(c.TrainingLength) || c.TrainingLength < 0 {
		return fmt.Errorf("viz: Curve.TrainingLength is %g: want a positive length, or zero for none", c.TrainingLength)
	}
	for i, r := range c.References {
		where := fmt.Sprintf("Curve.References[%d]", i)
		if err := requireText(named{where + ".Name", r.Name, `a name, such as "chance"`}); err != nil {
			return err
		}
		if !finite(r.Y) || c.Log10Y && r.Y <= 0 {
			return fmt.Errorf("viz: %s.Y is %g: want a finite number, above zero on a log10 axis", where, r.Y)
		}
	}
	return nil
}
