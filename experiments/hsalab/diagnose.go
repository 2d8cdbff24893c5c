package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

type diagnoseCmd struct {
	backendFlag
	Model   string       `arg:"" predictor:"model" help:"A shipped model (${models}), or the directory of a run or of weights."`
	Task    string       `default:"" placeholder:"T" help:"What is asked, as in eval --tasks (default: as in training)."`
	Lengths []textLength `placeholder:"N" xor:"length" help:"Context lengths in tokens, such as 4096 or 4K."`
	Ratios  []int        `placeholder:"N" xor:"length" help:"Context lengths as multiples of the training length (default: 1,4,16)."`
	Samples int          `default:"8" placeholder:"N" help:"Texts a length."`
	Force   bool         `help:"Start even if the forecast of memory does not fit."`
	Seed    int64        `default:"0" help:"Seed of the model's training, as it is to stand in the lines."`
	Out     string       `predictor:"file" placeholder:"FILE" help:"Write a line a length and layer to FILE.jsonl."`
}

// Help says what is measured.
func (*diagnoseCmd) Help() string {
	return "Norms of the HSA branch, the window branch and the residual stream by length and layer; whether the score of a chunk ranks it as " +
		"its attention mass does (Spearman's correlation with log Σ exp(q·k)); and whether what is retrieved is used."
}

// Run measures and prints.
func (d *diagnoseCmd) Run(ctx context.Context, c *console) error {
	if d.Samples < 1 {
		return errorf("--samples %d: want a positive number", d.Samples)
	}
	if d.Out != "" && !strings.HasSuffix(d.Out, ".jsonl") {
		return errorf("--out %s: want a name that ends in .jsonl", d.Out)
	}
	trained, err := experiments.Open(d.Model)
	if err != nil {
		return err
	}
	m := c.meter(0)
	o := eval.DiagnoseOptions{
		Backend: d.Backend, Task: d.Task, Samples: d.Samples, Force: d.Force, Seed: d.Seed, Command: c.command,
		Lengths: inTokens(d.Lengths, d.Ratios, trained),
		Progress: func(s eval.Status) {
			if m.bar != nil {
				m.bar.ChangeMax(s.Tokens)
			}
			m.set(s.TokensDone, s.ETA, fmt.Sprintf("%s at %s tokens, %d of %d texts", trained.Name, lengthText(s.Length), s.Done, s.Total))
		},
	}
	list, err := eval.Diagnose(ctx, trained, o)
	m.close()
	if err != nil {
		return err
	}
	if err := c.show(diagnoseTable(list)); err != nil {
		return err
	}
	if d.Out == "" {
		return nil
	}
	if err := writeLines(d.Out, list); err != nil {
		return err
	}
	c.say("lines: %s", d.Out)
	return nil
}

// writeLines writes values as JSON lines, beside the name and renamed.
func writeLines[T any](path string, list []T) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	for _, one := range list {
		if err := encoder.Encode(one); err != nil {
			return err
		}
	}
	if err := renameio.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return errorf("--out: %w", err)
	}
	return nil
}

// branch is a column of norms.
type branch struct {
	name string
	norm func(results.Diagnosis) float64
}

// diagnoseTable is a row a length, in groups by layer.
func diagnoseTable(list []results.Diagnosis) viz.Table {
	first := list[0]
	branches := []branch{
		{"stream", func(d results.Diagnosis) float64 { return d.Residual }},
		{"HSA", func(d results.Diagnosis) float64 { return d.HSA }},
		{"window", func(d results.Diagnosis) float64 { return d.Window }},
		{"MLP", func(d results.Diagnosis) float64 { return d.MLP }},
	}
	branches = slices.DeleteFunc(branches, func(b branch) bool {
		return b.name == "window" && !slices.ContainsFunc(list, func(d results.Diagnosis) bool { return d.Window > 0 })
	})
	t := viz.Table{
		Title: fmt.Sprintf("%s: %s, inside the HSA layers", first.Variant, first.Task), Corner: "tokens", Decimals: 2,
		Caption: "stream, HSA, window, MLP: mean norms of what the layer reads and of what its branches add. score~mass: rank " +
			"correlation of the chunks' scores with their log attention mass, with its 95 % interval over texts. recall: recall@K of " +
			"the gold chunk; used: share of the retrieved that were answered right.",
		Provenance: viz.Provenance{Command: first.Command, Commit: first.Commit, Weights: first.Variant + " " + first.Weights, Seed: fmt.Sprint(first.Seed)},
	}
	for _, b := range branches {
		t.Columns = append(t.Columns, b.name)
	}
	t.Columns = append(t.Columns, "score~mass", "recall", "used")
	byLayer := map[int]*viz.Group{}
	for _, d := range list {
		if byLayer[d.Layer] == nil {
			byLayer[d.Layer] = &viz.Group{Name: fmt.Sprintf("layer %d", d.Layer+1)}
		}
		byLayer[d.Layer].Rows = append(byLayer[d.Layer].Rows, diagnoseRow(d, branches))
	}
	for layer := range len(byLayer) {
		t.Groups = append(t.Groups, *byLayer[layer])
	}
	if len(t.Groups) == 1 {
		t.Groups[0].Name = ""
	}
	return t
}

func diagnoseRow(d results.Diagnosis, branches []branch) viz.Row {
	row := viz.Row{Label: fmt.Sprintf("%s (%.4g×)", lengthText(d.Length), d.Ratio)}
	for _, b := range branches {
		row.Cells = append(row.Cells, viz.Cell{Value: b.norm(d)})
	}
	used := viz.Cell{Value: d.Integration}
	if d.Retrieved == 0 {
		used = viz.Cell{Text: "none"}
	}
	return viz.Row{Label: row.Label, Cells: append(row.Cells, viz.Cell{Value: d.ScoreMass, Low: d.ScoreMassLow, High: d.ScoreMassHigh},
		viz.Cell{Value: d.Recall}, used)}
}
