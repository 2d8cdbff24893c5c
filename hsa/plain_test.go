package hsa

// What the plain float64 formulas of the tests are compared and differentiated with.

func widened(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func narrow(x []float64) []float32 {
	out := make([]float32, len(x))
	for i, v := range x {
		out[i] = float32(v)
	}
	return out
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// slope is the central difference of f by x.
func slope(f func() float64, x *float64) float64 { return slopeBy(f, x, 1e-5) }

func slopeBy(f func() float64, x *float64, step float64) float64 {
	was := *x
	*x = was + step
	above := f()
	*x = was - step
	below := f()
	*x = was
	return (above - below) / (2 * step)
}
