package viz

import (
	"errors"
	"fmt"
	"math"
)

// A Figure is a value that can be drawn. The set of kinds is closed, so that
// every writer of this package knows every kind; the package comment lists them.
type Figure interface {
	// Validate returns what keeps the figure from being drawn, as an error that
	// names the field and says what to do, or nil. The zero value of every
	// figure is invalid.
	Validate() error
	// Alt returns the text alternative: what the figure shows, in a sentence or
	// two, for readers who cannot see it.
	Alt() string
	// Heading returns the figure's title.
	Heading() string
	// Origin returns where the figure's numbers come from.
	Origin() Provenance

	// form returns what draws the figure, itself or one that it is made of. It
	// is called on valid figures only.
	form() form
}

// form is how a figure is shown: all as text, and those that are also drawn as
// a picture and in a browser.
type form interface {
	text(o TextOptions) string
}

// Range is a closed interval of an axis or of a colour scale. The zero Range
// asks for the range of the data.
type Range struct{ Low, High float64 }

func (r Range) auto() bool { return r == Range{} }

func (r Range) validate(field string) error {
	switch {
	case r.auto():
		return nil
	case !finite(r.Low) || !finite(r.High) || r.Low >= r.High:
		return fmt.Errorf("viz: %s is [%g, %g]: give a finite Low below High, or leave it zero for the range of the data", field, r.Low, r.High)
	}
	return nil
}

// validateFor is validate, and refuses a range that is not symmetric where the
// colours part at zero.
func (r Range) validateFor(field string, diverging bool) error {
	if diverging && r.Low != -r.High {
		return fmt.Errorf("viz: %s is [%g, %g]: diverging colours want Low = -High, or zero for the range of the data", field, r.Low, r.High)
	}
	return r.validate(field)
}

// widened returns r, or a range around it when it holds a single value or none.
func (r Range) widened() Range {
	switch {
	case r.Low > r.High:
		return Range{0, 1}
	case r.Low == r.High && r.Low == 0:
		return Range{0, 1}
	case r.Low == r.High:
		half := math.Abs(r.Low) / 2
		return Range{r.Low - half, r.High + half}
	}
	return r
}

// check validates fig, also against a nil interface.
func check(fig Figure) error {
	if fig == nil {
		return errors.New("viz: no figure: pass one of the kinds that package viz lists")
	}
	return fig.Validate()
}

// named is a field that must not be empty.
type named struct{ field, value, want string }

func requireText(fields ...named) error {
	for _, f := range fields {
		if Clean(f.value) == "" {
			return fmt.Errorf("viz: %s is empty: give it %s", f.field, f.want)
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// hasInterval reports whether low and high are an interval: both zero, or
// either NaN, means that none was measured.
func hasInterval(low, high float64) bool {
	return (low != 0 || high != 0) && !math.IsNaN(low) && !math.IsNaN(high)
}

// checkInterval refuses an interval that does not hold its value.
func checkInterval(where string, value, low, high float64) error {
	if !hasInterval(low, high) || math.IsNaN(value) {
		return nil
	}
	if low <= value && value <= high && finite(low) && finite(high) {
		return nil
	}
	return fmt.Errorf("viz: %s: interval [%g, %g] does not hold its value %g: want Low <= value <= High, or both zero for no interval", where, low, high, value)
}
