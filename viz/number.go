package viz

import (
	"math"
	"strconv"
)

// number formats a measured value with up to four significant digits, as every
// form of a figure shows it.
func number(x float64) string {
	if math.IsNaN(x) {
		return "unknown"
	}
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(round(x, 4), 'g', -1, 64)
}

// round returns x rounded to the given number of significant digits.
func round(x float64, digits int) float64 {
	if !finite(x) {
		return x
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', digits-1, 64), 64)
	if err != nil {
		return x
	}
	return r
}

// size formats a length in tokens: 128, 4K, 1M for the powers of two that
// lengths are made of, and the plain number for any other.
func size(x float64) string {
	const kilo, mega = 1 << 10, 1 << 20
	switch {
	case x != math.Trunc(x) || x < kilo:
		return number(x)
	case math.Mod(x, mega) == 0:
		return strconv.FormatFloat(x/mega, 'f', -1, 64) + "M"
	case math.Mod(x, kilo) == 0:
		return strconv.FormatFloat(x/kilo, 'f', -1, 64) + "K"
	}
	return number(x)
}

// interval formats "[low, high]", or "" when none was measured.
func interval(low, high float64, format func(float64) string) string {
	if !hasInterval(low, high) {
		return ""
	}
	return "[" + format(low) + ", " + format(high) + "]"
}
