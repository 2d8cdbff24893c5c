package eval

import (
	"context"
	"testing"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
)

func mustOpen(t *testing.T, path string) *experiments.Trained {
	t.Helper()
	m, err := experiments.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// tinyRecipe is nano, narrower.
func tinyRecipe() experiments.Recipe {
	r := experiments.Nano()
	r.Model.Dim, r.Model.MLPWidth, r.Model.EncoderMLPWidth, r.Model.RetrievalDim = 16, 16, 16, 8
	return r
}

// untrained is a model with weights that were never trained, of a recipe.
func untrained(t *testing.T, r experiments.Recipe) *experiments.Trained {
	t.Helper()
	r, err := r.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	return &experiments.Trained{Name: r.Name, Weights: hsa.LivelyWeights(r.Model, 1), Task: r.Task}
}

// rowsOf evaluates.
func rowsOf(t *testing.T, m *experiments.Trained, o Options) []results.Row {
	t.Helper()
	var rows []results.Row
	o.Write = func(r ...results.Row) error { rows = append(rows, r...); return nil }
	if err := Run(context.Background(), m, o); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := r.Check(); err != nil {
			t.Fatalf("%v in %+v", err, r)
		}
	}
	return rows
}
