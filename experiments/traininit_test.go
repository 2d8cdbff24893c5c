package experiments

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestInit: a recipe that names a model starts from its values, also where window, chunk and top-K differ.
func TestInit(t *testing.T) {
	dir := t.TempDir()
	first := RunDir(filepath.Join(dir, "first"))
	trainFully(t, tinyRecipe(), first, 1000)
	from, err := Open(string(first))
	if err != nil {
		t.Fatal(err)
	}
	r := tinyRecipe()
	r.Init, r.Model.Window, r.Model.TopK = string(first), 32, 2
	resolved, _, _, err := r.resolve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	state, err := resolved.firstState()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(state.Values, from.Weights.Values) || state.Step != 0 {
		t.Error("the first state has other values than the model it starts from")
	}
	second := RunDir(filepath.Join(dir, "second"))
	if err := Train(context.Background(), r, TrainOptions{Dir: second, StopAfter: 2}); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
}

func TestInitRefuses(t *testing.T) {
	first := RunDir(t.TempDir())
	trainFully(t, tinyRecipe(), first, 1000)
	for name, c := range map[string]struct {
		change func(*Recipe)
		want   string
	}{
		"no model":    {func(r *Recipe) { r.Init = "nowhere" }, "nowhere"},
		"other sizes": {func(r *Recipe) { r.Model.RetrievalDim = 16 }, "other parameters"},
		"a rival":     {func(r *Recipe) { r.Rival = "no-memory" }, "leave init out"},
	} {
		t.Run(name, func(t *testing.T) {
			r := tinyRecipe()
			r.Init = string(first)
			c.change(&r)
			err := Train(context.Background(), r, TrainOptions{Dir: RunDir(t.TempDir())})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}
