package watch

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa/safetensors"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/show"
)

// Run is a recipe that is trained in a directory of its own. Making one does nothing yet, so that it can be a variable
// of a notebook, which every cell evaluates; what is wrong with it ends the cell that uses it.
type Run struct {
	recipe experiments.Recipe
	err    error
}

// Recipe is the run of a recipe with some keys changed, each KEY=VALUE as in a run file: "model.top_k=2".
func Recipe(name string, changes ...string) Run {
	r, err := experiments.FindRecipe(name)
	for _, change := range changes {
		if err != nil {
			break
		}
		if r, err = r.Set(change); err == nil {
			r.Name += ", " + strings.TrimPrefix(change, "model.")
		}
	}
	return Run{r, err}
}

// open resolves the recipe and finds its directory: exactly one a recipe, so that a changed one starts anew.
func (r Run) open() (experiments.Recipe, experiments.RunDir, error) {
	if r.err != nil {
		return r.recipe, "", r.err
	}
	resolved, err := r.recipe.Resolve()
	if err != nil {
		return resolved, "", err
	}
	root, err := kernel.FindRoot(".")
	if err != nil {
		return resolved, "", err
	}
	base, _, _ := strings.Cut(resolved.Name, ",")
	return resolved, experiments.RunDir(filepath.Join(root, "runs", "watch-"+base+"-"+data.Hash(resolved)[:8])), nil
}

// before is the name under which [Run.Anew] keeps the earlier run.
const before = ".before"

// Anew sets an earlier run of the recipe aside, under its name with ".before" behind it, in the place of the one that
// was kept so until now: the next [Run.Train] starts from the first step.
func (r Run) Anew() {
	_, dir, err := r.open()
	show.Check(err)
	said, err := setAside(dir)
	show.Check(err)
	fmt.Println(said)
}

// setAside renames a run, if there is one.
func setAside(dir experiments.RunDir) (string, error) {
	if _, err := os.Stat(string(dir)); errors.Is(err, os.ErrNotExist) {
		return "no earlier run: training starts at step 0", nil
	}
	kept := string(dir) + before
	if err := os.RemoveAll(kept); err != nil {
		return "", fmt.Errorf("watch: an earlier run cannot be set aside: %w", err)
	}
	if err := os.Rename(string(dir), kept); err != nil {
		return "", fmt.Errorf("watch: an earlier run cannot be set aside: %w", err)
	}
	return "training starts at step 0; the earlier run is set aside as runs/" + filepath.Base(kept), nil
}

// Model is the model that a run has led to: its weights if it is done, or those of its last checkpoint.
func (r Run) Model() (*experiments.Trained, error) {
	_, dir, err := r.open()
	if err != nil {
		return nil, err
	}
	from := string(dir)
	if _, err := os.Stat(dir.Weights()); err != nil {
		if from, err = os.MkdirTemp("", "hsalab-watch-"); err != nil {
			return nil, err
		}
		defer os.RemoveAll(from)
		if err := dir.Export(experiments.Last, from, safetensors.F32); err != nil {
			return nil, fmt.Errorf("watch: nothing is trained yet; run the cell that trains: %w", err)
		}
	}
	t, err := experiments.Open(from)
	if err != nil {
		return nil, err
	}
	t.Name = cmp.Or(r.recipe.Name, t.Name)
	return t, nil
}
