package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/viz"
)

type modelCmd struct {
	Name string `arg:"" predictor:"model" help:"A shipped model (${models}), a recipe (${recipes}), or the directory of a run or of weights."`
}

// Run shows configuration and parameters.
func (m *modelCmd) Run(c *console) error {
	cfg, err := m.config()
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(cfg, "", "  ")
	if err != nil {
		return err
	}
	c.say("%s", text)
	return c.show(paramTable(m.Name, cfg))
}

// config is that of a model, or of a recipe that has none yet.
func (m *modelCmd) config() (hsa.Config, error) {
	t, err := experiments.Open(m.Name)
	if err == nil {
		return t.Weights.Config, nil
	}
	if !slices.Contains(experiments.RecipeNames(), m.Name) {
		return hsa.Config{}, err
	}
	r, err := experiments.FindRecipe(m.Name)
	if err != nil {
		return hsa.Config{}, err
	}
	r, _, err = r.Resolve()
	return r.Model, err
}

// paramTable lists the parameters.
func paramTable(name string, cfg hsa.Config) viz.Table {
	var rows []viz.Row
	for _, p := range cfg.Params() {
		rows = append(rows, viz.Row{Label: p.Name, Cells: []viz.Cell{{Text: fmt.Sprint(p.Shape)}, {Text: fmt.Sprint(p.Size())}}})
	}
	return viz.Table{
		Title:  fmt.Sprintf("%s: %d parameters", name, cfg.NumParams()),
		Corner: "parameter", Columns: []string{"shape", "values"}, Groups: []viz.Group{{Rows: rows}},
		Caption: fmt.Sprintf("A text takes %.0f bytes of memory a token for its chunks.", float64(cfg.ChunkMemory(cfg.Chunk))/float64(cfg.Chunk)),
	}
}
