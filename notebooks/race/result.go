package race

import (
	"context"
	"fmt"
	"os"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa/safetensors"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Result has both variants answer the same texts that neither was trained on, and shows by how much the second is ahead:
// the paired differences, with the test over texts.
func (r Race) Result(length, texts int) { show.Figure(r.result(context.Background(), length, texts)) }

func (r Race) result(ctx context.Context, length, texts int) (viz.Table, error) {
	t := viz.Table{
		Title: fmt.Sprintf("%s against %s, %d texts of %d tokens", r.lanes[1].name, r.lanes[0].name, texts, length), Corner: "measure", Decimals: 3,
		Columns: []string{r.lanes[0].name, r.lanes[1].name, "difference", "p over texts"},
		Caption: "Paired on the same questions, with 95 % interval. One seed each: this compares two sets of weights. The recipes need seeds.",
	}
	var rows [2][]results.Row
	for i, l := range r.lanes {
		var err error
		if rows[i], err = r.evaluate(ctx, l, length, texts); err != nil {
			return t, err
		}
	}
	var lines []viz.Row
	for _, m := range []struct {
		name string
		of   results.Metric
	}{{"accuracy", results.Accuracy}, {"recall@K", results.Recall}, {"gold weight", results.GoldWeight}} {
		d, err := results.Paired(rows[1], rows[0], m.of, results.Options{Draws: 500})
		if err != nil {
			return t, err
		}
		lines = append(lines, viz.Row{Label: m.name, Cells: []viz.Cell{
			{Value: mean(rows[0], m.of)}, {Value: mean(rows[1], m.of)}, {Value: d.Mean, Low: d.Low, High: d.High}, {Text: fmt.Sprintf("%.4f", d.PSequences)},
		}})
	}
	t.Groups = []viz.Group{{Rows: lines}}
	return t, nil
}

func mean(rows []results.Row, of results.Metric) float64 {
	sum, n := 0.0, 0.0
	for _, r := range rows {
		if x, ok := of(r); ok {
			sum += x
			n++
		}
	}
	return sum / n
}

// evaluate has the last checkpoint of a variant answer.
func (r Race) evaluate(ctx context.Context, l lane, length, texts int) ([]results.Row, error) {
	_, dir, err := r.open(l)
	if err != nil {
		return nil, err
	}
	weights, err := os.MkdirTemp("", "hsalab-race-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(weights)
	if err := dir.Export(experiments.Last, weights, safetensors.F32); err != nil {
		return nil, fmt.Errorf("race: %s is not trained yet; run the cell that trains: %w", l.name, err)
	}
	model, err := experiments.Open(weights)
	if err != nil {
		return nil, err
	}
	var rows []results.Row
	err = eval.Run(ctx, model, eval.Options{
		Lengths: []int{length}, Tail: data.TrainTail(length), Samples: texts, Variant: l.name, Command: "notebooks/04-compare-variants.ipynb",
		Write: func(r ...results.Row) error { rows = append(rows, r...); return nil },
	})
	return rows, err
}
