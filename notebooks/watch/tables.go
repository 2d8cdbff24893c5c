package watch

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Plan shows what will be trained, on what, and for how long.
func (r Run) Plan() { show.Figure(r.plan()) }

func (r Run) plan() (viz.Figure, error) {
	recipe, _, err := r.open()
	if err != nil {
		return nil, err
	}
	split, err := recipe.Task.Build()
	if err != nil {
		return nil, err
	}
	c, m := recipe.Curriculum, recipe.Model
	t := viz.Table{Title: "Recipe " + r.recipe.Name, Corner: "what", Columns: []string{"value"}, Caption: recipe.Summary}
	var rows []viz.Row
	for _, line := range [][2]string{
		{"parameters", fmt.Sprint(m.NumParams())},
		{"chunk, window, top-K", fmt.Sprintf("%d tokens, %d tokens, %d chunks", m.Chunk, m.Window, m.TopK)},
		{"encoder, residual, chunk weights", fmt.Sprintf("%s, %s, %s", m.Encoder, m.Residual, m.Weighting)},
		{"task", split.HeldOut.Name()},
		{"accuracy of a guess", fmt.Sprintf("%.3f", split.HeldOut.Chance())},
		{"label for the gold chunk", string(recipe.Label)},
		{"lengths, one after the other", fmt.Sprint(c.Lengths)},
		{"on to the next length at accuracy", fmt.Sprint(c.AdvanceAt)},
		{"done at accuracy", fmt.Sprint(c.StopAt)},
		{"steps at most", fmt.Sprint(c.MaxSteps)},
		{"tokens a step", fmt.Sprint(recipe.TokensPerStep)},
	} {
		rows = append(rows, viz.Row{Label: line[0], Cells: []viz.Cell{{Text: line[1]}}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t, nil
}

// Phases shows at which step each measure first passed a half and nine tenths, and at what length, and whether the right
// chunk had its weight before the answers came.
func (r Run) Phases() {
	show.Figure(r.phases())
	_, dir, err := r.open()
	show.Check(err)
	metrics, err := dir.Metrics()
	show.Check(err)
	weighed, answered := stepAbove(metrics, goldWeight, 0.5), stepAbove(metrics, accuracy, 0.5)
	show.Holds("the gold chunk had half of the weight before half of the answers were right", weighed > 0 && (answered == 0 || weighed < answered))
}

func goldWeight(m experiments.Metric) float64 { return m.GoldWeight }
func accuracy(m experiments.Metric) float64   { return m.Accuracy }

func (r Run) phases() (viz.Figure, error) {
	_, dir, err := r.open()
	if err != nil {
		return nil, err
	}
	metrics, err := dir.Metrics()
	if err != nil {
		return nil, fmt.Errorf("watch: nothing is trained yet; run the cell that trains: %w", err)
	}
	t := viz.Table{
		Title: "What was learned when", Corner: "measure", Columns: []string{"half", "nine tenths", "at the last step"}, Decimals: 3,
		Caption: fmt.Sprintf("The first step at which the mean over %d steps passed that share of the questions, with the length of the texts then.", recordEvery),
	}
	var rows []viz.Row
	for _, m := range []struct {
		name string
		of   func(experiments.Metric) float64
	}{
		{"recall@K", func(m experiments.Metric) float64 { return m.Recall }},
		{"weight on the gold chunk", goldWeight},
		{"accuracy", accuracy},
	} {
		rows = append(rows, viz.Row{Label: m.name, Cells: []viz.Cell{
			{Text: firstAbove(metrics, m.of, 0.5)}, {Text: firstAbove(metrics, m.of, 0.9)}, {Value: m.of(metrics[len(metrics)-1])},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t, nil
}

// stepAbove is the first step at which a measure passed a level, 0 if none did.
func stepAbove(metrics []experiments.Metric, of func(experiments.Metric) float64, level float64) int {
	for _, m := range metrics {
		if of(m) >= level {
			return m.Step
		}
	}
	return 0
}

// firstAbove says when a measure first passed a level, and at what length.
func firstAbove(metrics []experiments.Metric, of func(experiments.Metric) float64, level float64) string {
	step := stepAbove(metrics, of, level)
	for _, m := range metrics {
		if step > 0 && m.Step == step {
			return fmt.Sprintf("step %d, %d tokens", m.Step, m.Length)
		}
	}
	return "not yet"
}

// Test evaluates what the run has led to on texts that it was not trained on, at so many times its training length,
// and shows accuracy with its intervals.
func (r Run) Test(samples int, ratios ...int) {
	rows, err := r.test(samples, ratios)
	show.Check(err)
	show.Figure(figures.ExtrapolationCurve(rows, figures.CurveOptions{}))
	for _, ratio := range ratios {
		show.Number(fmt.Sprintf("accuracy at %d times the training length", ratio), meanAt(rows, float64(ratio)), tolerance)
	}
}

// tolerance is how far the accuracy of another machine's training may be, on as few texts.
const tolerance = 0.1

// meanAt is the accuracy at one length.
func meanAt(rows []results.Row, ratio float64) float64 {
	sum, n := 0.0, 0.0
	for _, r := range rows {
		if x, ok := results.Accuracy(r); ok && r.Ratio == ratio {
			sum += x
			n++
		}
	}
	return sum / max(n, 1)
}

func (r Run) test(samples int, ratios []int) (rows []results.Row, err error) {
	model, err := r.Model()
	if err != nil {
		return nil, err
	}
	options := eval.Options{
		Samples: samples, Command: "notebooks/03-train-live.ipynb",
		Write: func(r ...results.Row) error { rows = append(rows, r...); return nil },
	}
	for _, ratio := range ratios {
		options.Lengths = append(options.Lengths, ratio*model.Weights.Config.TrainingLength)
	}
	err = eval.Run(context.Background(), model, options)
	return rows, err
}
