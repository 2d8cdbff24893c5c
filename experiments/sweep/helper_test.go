package sweep

import (
	"testing"

	"github.com/hsalab/hsalab/experiments/study"
)

// small is a grid of two variants that train for a few steps.
const small = `
name = "small"
title = "A small grid"
source = "a test"
base = "conjunctive"
seeds = 1
figure = "table"

[fixed]
tokens_per_step = 128
model = { dim = 16, heads = 2, mlp_width = 16, encoder_mlp_width = 16, retrieval_dim = 8 }
curriculum = { lengths = [32, 64], shares = [1.0, 1.0], max_steps = 6 }

[[axis]]
name = "encoder"
key = "model.encoder"
values = ["none", "cls"]

[[eval]]
tasks = ["noise", "decoys"]
ratios = [1, 2]
samples = 2
top_k = ["training", "all"]
`

func smallRuns(t *testing.T) []study.Run {
	t.Helper()
	s, err := study.Decode([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	runs, err := s.Runs(0)
	if err != nil {
		t.Fatal(err)
	}
	return runs
}
