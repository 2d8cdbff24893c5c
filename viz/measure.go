package viz

import (
	"fmt"
	"math"
	"strconv"
)

// Measure is a measured value with the interval [Low, High] around it (both zero
// for none) and the number of samples N behind it. The zero Measure is unknown:
// nothing was measured.
type Measure struct {
	Value     float64
	Low, High float64
	N         int
}

// known reports whether anything was measured.
func (m Measure) known() bool { return m != Measure{} && !math.IsNaN(m.Value) }

// measureDigits are the significant digits of a measure in a map of measures.
const measureDigits = 3

// number returns the value as it is shown, NaN where it is unknown.
func (m Measure) number() float64 {
	if !m.known() {
		return math.NaN()
	}
	return round(m.Value, measureDigits)
}

// note returns interval and number of samples, as they stand below the value.
func (m Measure) note() string {
	s := interval(m.Low, m.High, func(x float64) string { return number(round(x, 2)) })
	if m.N > 0 {
		if s != "" {
			s += " "
		}
		s += "n=" + strconv.Itoa(m.N)
	}
	return s
}

// cell returns m as the cell of a table.
func (m Measure) cell() Cell {
	c := Cell{Value: m.number(), N: m.N}
	if hasInterval(m.Low, m.High) { // rounded, it still holds its rounded value
		c.Low, c.High = min(round(m.Low, measureDigits), c.Value), max(round(m.High, measureDigits), c.Value)
	}
	return c
}

func (m Measure) validate(at string) error {
	switch {
	case math.IsInf(m.Value, 0):
		return fmt.Errorf("viz: %s.Value is %g: leave the Measure zero for what is unknown", at, m.Value)
	case m.N < 0:
		return fmt.Errorf("viz: %s.N is %d: a number of samples is not negative", at, m.N)
	}
	return checkInterval(at, m.Value, m.Low, m.High)
}

// checkMeasures refuses a matrix of another shape than rows × cols, or of
// impossible measures.
func checkMeasures(field string, ms [][]Measure, rows, cols int) error {
	if len(ms) != rows {
		return fmt.Errorf("viz: %s has %d rows, want %d", field, len(ms), rows)
	}
	for r, row := range ms {
		if len(row) != cols {
			return fmt.Errorf("viz: %s: row %d has %d columns, want %d: leave unknown cells zero", field, r, len(row), cols)
		}
		for c, m := range row {
			if err := m.validate(fmt.Sprintf("%s[%d][%d]", field, r, c)); err != nil {
				return err
			}
		}
	}
	return nil
}

// share refuses measures that are no shares: below 0 or above 1.
func share(field string, ms [][]Measure) error {
	for r, row := range ms {
		for c, m := range row {
			if m.Value < 0 || m.Value > 1 || m.Low < 0 || m.High > 1 {
				return fmt.Errorf("viz: %s[%d][%d] is %g in [%g, %g]: want a share from 0 to 1", field, r, c, m.Value, m.Low, m.High)
			}
		}
	}
	return nil
}

// known counts the known measures of ms, and their range.
func known(ms [][]Measure) (n int, r Range) {
	r = Range{math.Inf(1), math.Inf(-1)}
	for _, row := range ms {
		for _, m := range row {
			if m.known() {
				n++
				r = Range{min(r.Low, m.Value), max(r.High, m.Value)}
			}
		}
	}
	return n, r
}
