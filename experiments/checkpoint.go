package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// Kept names one of the checkpoints that a run keeps.
type Kept string

const (
	Last Kept = "last" // what the run goes on from
	Best Kept = "best" // of the best candidate so far; see KeepBest
)

func (d RunDir) checkpoint(which Kept) string {
	name := "checkpoint"
	if which == Best {
		name = "best"
	}
	return filepath.Join(string(d), name+safetensors.FileExt)
}

// place is where a run stands beside the state of its model. Training samples are numbered, so the number of those used is
// the state of the data, and ranking noise is drawn from the number of the step.
type place struct {
	progress
	Window []Metric   `json:"window,omitempty"` // of the steps since the last line of metrics
	Trial  candidate  `json:"trial"`            // the candidate for the best checkpoint under way
	Best   *candidate `json:"best,omitempty"`   // the best one so far
}

// Keys of a checkpoint's metadata.
const (
	placeKey  = "progress"
	recipeKey = "recipe"
)

// saveCheckpoint writes weights, optimizer, place and recipe as one file, so that it is whole or not there.
func (d RunDir) saveCheckpoint(which Kept, r Recipe, state *hsa.State, at place) error {
	metadata, err := encodeMetadata(r, at)
	if err != nil {
		return err
	}
	var list []safetensors.Tensor
	for name, values := range parts(state) {
		t, err := safetensors.NewTensor(name, []int{len(*values)}, *values)
		if err != nil {
			return err
		}
		list = append(list, t)
	}
	if err := safetensors.WriteFile(d.checkpoint(which), list, metadata); err != nil {
		return fmt.Errorf("checkpoint: %w (an earlier checkpoint is untouched)", err)
	}
	return nil
}

// parts are the vectors of a state by their names in a checkpoint.
func parts(s *hsa.State) map[string]*[]float32 {
	return map[string]*[]float32{"values": &s.Values, "mean": &s.Mean, "variance": &s.Variance}
}

func encodeMetadata(r Recipe, at place) (map[string]string, error) {
	where, err := json.Marshal(at)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	recipe, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	return map[string]string{placeKey: string(where), recipeKey: string(recipe)}, nil
}

// loadCheckpoint reads a checkpoint of a recipe; ok is false when there is none.
func (d RunDir) loadCheckpoint(which Kept, r Recipe) (state *hsa.State, at place, ok bool, err error) {
	path := d.checkpoint(which)
	file, err := safetensors.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, at, false, nil
	} else if err != nil {
		return nil, at, false, fmt.Errorf("checkpoint: %w", err)
	}
	defer file.Close()
	if at, err = decodeMetadata(file.Metadata(), r); err != nil {
		return nil, at, false, fmt.Errorf("checkpoint %s: %w", path, err)
	}
	state = &hsa.State{Step: at.Step}
	for name, into := range parts(state) {
		if *into, err = safetensors.ReadValues[float32](file, name); err != nil {
			return nil, at, false, fmt.Errorf("checkpoint: %w", err)
		}
	}
	return state, at, true, nil
}

// decodeMetadata is the place of a checkpoint of this recipe.
func decodeMetadata(metadata map[string]string, r Recipe) (at place, err error) {
	if raw, ok := metadata[recipeKey]; ok {
		var there Recipe
		if err := json.Unmarshal([]byte(raw), &there); err != nil {
			return at, err
		}
		if difference := recipeDifference(there, r); difference != "" {
			return at, fmt.Errorf("it is of another recipe: %s: choose another directory with --out", difference)
		}
	}
	return at, json.Unmarshal([]byte(metadata[placeKey]), &at)
}

// Checkpoint loads a checkpoint of the run whole and says of which step it is; ok is false when there is none. Errors say
// what is wrong with one that cannot be gone on from.
func (d RunDir) Checkpoint(which Kept) (step int, ok bool, err error) {
	file, err := d.read()
	if errors.Is(err, os.ErrNotExist) {
		return 0, false, nil
	} else if err != nil {
		return 0, false, err
	}
	state, at, ok, err := d.loadCheckpoint(which, file.Recipe)
	if err != nil || !ok {
		return 0, false, err
	}
	n := file.Recipe.numParams()
	for name, values := range parts(state) {
		if len(*values) != n {
			return 0, false, fmt.Errorf("checkpoint %s: %d of %s, the model has %d parameters", d.checkpoint(which), len(*values), name, n)
		}
	}
	return at.Step, true, nil
}
