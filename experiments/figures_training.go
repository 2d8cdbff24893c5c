package experiments

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/viz"
)

// TrainingCurve shows how a run learned: accuracy, recall@K and the chunk weight on the gold chunk against the step.
// The title says the loss and the length of the last line. A rival, which retrieves nothing, has accuracy alone.
func TrainingCurve(name string, metrics []Metric) (viz.Curve, error) {
	if len(metrics) == 0 {
		return viz.Curve{}, fmt.Errorf("training curve: no metrics yet: train a little longer")
	}
	last := metrics[len(metrics)-1]
	c := viz.Curve{
		Title:  fmt.Sprintf("Training %s: loss %.2f at step %d, %d tokens a text", name, last.Loss, last.Step, last.Length),
		XLabel: "step", YLabel: "share of questions", YRange: viz.Range{Low: 0, High: 1},
	}
	for _, s := range []struct {
		name string
		of   func(Metric) float64
	}{
		{"accuracy", func(m Metric) float64 { return m.Accuracy }},
		{"recall@K", func(m Metric) float64 { return m.Recall }},
		{"weight on the gold chunk", func(m Metric) float64 { return m.GoldWeight }},
	} {
		if s.name != "accuracy" && !slices.ContainsFunc(metrics, func(m Metric) bool { return s.of(m) > 0 }) {
			continue
		}
		series := viz.Series{Name: s.name}
		for i, m := range metrics {
			if i == 0 || m.Step > metrics[i-1].Step {
				series.Points = append(series.Points, viz.Point{X: float64(m.Step), Y: s.of(m)})
			}
		}
		c.Series = append(c.Series, series)
	}
	return c, nil
}

// Metrics reads the metrics of the run so far.
func (d RunDir) Metrics() ([]Metric, error) { return ReadMetrics(d.metrics()) }
