package gallery

import (
	"math"

	"github.com/hsalab/hsalab/viz"
)

// Extrapolation is accuracy from 1× to 8192× the training length.
func Extrapolation() viz.Curve {
	c := viz.Curve{
		Title: "Accuracy past the training length", XLabel: "context length (tokens)", YLabel: "accuracy", Log2X: true,
		TrainingLength: 128, References: []viz.Reference{{Name: "chance", Y: 0.0625}},
		Provenance: made("7"),
	}
	for i, name := range []string{"CLS encoder", "mean encoder", "no encoder"} {
		s := viz.Series{Name: name}
		for k := 0; k <= 13; k += 1 + k/8 {
			y := 0.99 - float64(i*k*k)*0.0022
			half := 0.01 + 0.004*float64(k)
			s.Points = append(s.Points, viz.Point{
				X: math.Exp2(float64(7 + k)), Y: y, Low: y - half, High: math.Min(1, y+half), N: 1024 >> (k / 2),
			})
		}
		c.Series = append(c.Series, s)
	}
	return c
}

// Loss is a loss curve with many points and no interval.
func Loss() viz.Curve {
	c := viz.Curve{Title: "Training of nano", XLabel: "step", YLabel: "loss (nats)"}
	s := viz.Series{Name: "loss"}
	for i := range 400 {
		x := float64(i)
		s.Points = append(s.Points, viz.Point{X: x, Y: 3.2*math.Exp(-x/90) + 0.1 + 0.06*math.Sin(x*1.7)})
	}
	c.Series = []viz.Series{s}
	return c
}

// Training is loss, recall and speed of two runs.
func Training() viz.Training {
	t := viz.Training{Title: "Training with stick-breaking and with softmax", Provenance: made("1 and 2")}
	for i, name := range []string{"softmax", "stick-breaking"} {
		r := viz.Run{Name: name}
		for step := 0; step <= 1200; step += 20 {
			x := float64(step) / (300 + 200*float64(i))
			r.Steps = append(r.Steps, viz.Step{
				Step: float64(step), Loss: 0.1 + 2.7*math.Exp(-x*x) + 0.03*math.Sin(float64(step)),
				Recall: 1 / (1 + math.Exp(6-6*x)), Speed: 10800 + 300*math.Sin(float64(step)/70+float64(i)),
			})
		}
		t.Runs = append(t.Runs, r)
	}
	return t
}

// Cost is time and memory of two models.
func Cost() viz.Cost {
	c := viz.Cost{Title: "What a long context costs", TrainingLength: 128, Provenance: made("1")}
	for i, name := range []string{"HSA", "full attention"} {
		s := viz.CostSeries{Name: name}
		for k := 0; k <= 13-5*i; k++ {
			n := math.Exp2(float64(7 + k))
			sec, mem := n/45000*(1+float64(i)*n/4000), 2e7+200*n*(1+float64(i)*2)
			s.Points = append(s.Points, viz.CostPoint{
				Length: n, Seconds: viz.Measure{Value: sec, Low: 0.9 * sec, High: 1.15 * sec, N: 5}, Bytes: viz.Measure{Value: mem, N: 5},
			})
		}
		c.Series = append(c.Series, s)
	}
	return c
}

// Roofline is three kernels below what a machine can do.
func Roofline() viz.Roofline {
	return viz.Roofline{
		Title: "HSA kernels on two cores", Peak: 180, Bandwidth: 24, Provenance: made("1"),
		Kernels: []viz.Kernel{{Name: "scores", Intensity: 3.5, Rate: 52}, {Name: "gather", Intensity: 0.4, Rate: 7.1}, {Name: "matmul", Intensity: 40, Rate: 131}},
	}
}

// PickOverlap is how much two layers agree between neighbouring queries.
func PickOverlap() viz.PickOverlap {
	o := viz.PickOverlap{Title: "Picks that neighbouring queries share", Provenance: made("5")}
	for i, name := range []string{"layer 2", "layer 3"} {
		h := viz.HeadPicks{Name: name}
		for q := range 256 {
			var picks []int
			for k := range 4 {
				picks = append(picks, 1000*k+q/((4+12*i)*(k+1)))
			}
			h.Picks = append(h.Picks, picks)
		}
		o.Heads = append(o.Heads, h)
	}
	return o
}
