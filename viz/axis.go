package viz

import "math"

// axis is a drawn axis: its ends and its ticks, in the coordinate that is drawn
// (a logarithm where the curve asks for it). Ticks count from Low.
// Picture, interactive form and terminal use the same one.
type axis struct {
	Low, High float64
	Step      float64 // distance between ticks
	base      float64 // of the logarithm, 2 or 10; 0 for none
}

// place maps a value to the drawn coordinate.
func (a axis) place(x float64) float64 {
	switch a.base {
	case 2:
		return math.Log2(x)
	case 10:
		return math.Log10(x)
	}
	return x
}

// label formats the tick at drawn coordinate t.
func (a axis) label(t float64) string {
	switch a.base {
	case 2:
		return size(math.Exp2(t))
	case 10:
		return number(round(math.Pow(10, t), 10))
	}
	return number(round(t, 10))
}

// ticks returns the drawn coordinates of the ticks within the axis.
func (a axis) ticks() []float64 {
	var ts []float64
	for i := 0.0; a.Low+i*a.Step <= a.High+a.Step*1e-6; i++ {
		ts = append(ts, a.Low+i*a.Step)
	}
	return ts
}

// spread moves the ends of a outwards: Low to a multiple of grain, High to a
// tick.
func (a axis) spread(grain float64) axis {
	const slack = 1e-9
	a.Low = math.Floor(a.Low/grain+slack) * grain
	a.High = a.Low + math.Ceil((a.High-a.Low)/a.Step-slack)*a.Step
	return a
}

// xAxis spans all points and the training length.
func (c Curve) xAxis() axis {
	a := axis{Low: math.Inf(1), High: math.Inf(-1), base: c.xBase()}
	take := func(x float64) { a.Low, a.High = min(a.Low, a.place(x)), max(a.High, a.place(x)) }
	for _, s := range c.Series {
		for _, p := range s.Points {
			take(p.X)
		}
	}
	if c.TrainingLength > 0 {
		take(c.TrainingLength)
	}
	if !c.Log2X {
		r := Range{a.Low, a.High}.widened()
		a.Low, a.High = r.Low, r.High
		a.Step = niceStep(a.High-a.Low, 8)
		return a.spread(a.Step)
	}
	return a.powers(10)
}

// powers spreads a logarithmic axis to whole powers, with at most so many ticks
// between its ends.
func (a axis) powers(most float64) axis {
	if a.Low == a.High {
		a.Low, a.High = a.Low-1, a.High+1
	}
	a.Step = math.Max(1, math.Ceil((a.High-a.Low)/most))
	return a.spread(1)
}

func (c Curve) xBase() float64 {
	if c.Log2X {
		return 2
	}
	return 0
}

// yAxis spans YRange, or all points, intervals and references.
func (c Curve) yAxis() axis {
	r := c.YRange
	if r.auto() {
		r = c.yData().widened()
	}
	if c.Log10Y {
		a := axis{base: 10}
		a.Low, a.High = a.place(r.Low), a.place(r.High)
		return a.powers(8)
	}
	a := axis{Low: r.Low, High: r.High, Step: niceStep(r.High-r.Low, 6)}
	if c.YRange.auto() {
		return a.spread(a.Step)
	}
	return a
}

func (c Curve) yData() Range {
	r := Range{math.Inf(1), math.Inf(-1)}
	take := func(y float64) {
		if !math.IsNaN(y) {
			r = Range{min(r.Low, y), max(r.High, y)}
		}
	}
	for _, s := range c.Series {
		for _, p := range s.Points {
			take(p.Y)
			if hasInterval(p.Low, p.High) {
				take(p.Low)
				take(p.High)
			}
		}
	}
	for _, ref := range c.References {
		take(ref.Y)
	}
	return r
}

// niceStep returns 1, 2 or 5 times a power of ten that cuts span into at most
// most parts.
func niceStep(span float64, most int) float64 {
	raw := span / float64(most)
	ten := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, k := range []float64{1, 2, 5} {
		if k*ten >= raw*(1-1e-9) {
			return k * ten
		}
	}
	return 10 * ten
}
