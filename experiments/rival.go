package experiments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// architecture is what is trained: the model, or its rival.
func (r Recipe) architecture(model hsa.Config) hsa.Architecture {
	if r.Rival == "" {
		return model
	}
	return baseline.Config{Kind: r.Rival, Of: model}.Network()
}

// numParams is the number of learned values of what is trained.
func (r Recipe) numParams() int {
	n := 0
	for _, p := range r.architecture(r.Model).Params() {
		n += p.Size()
	}
	return n
}

// validateRival checks what only a rival cannot have.
func (r Recipe) validateRival(model hsa.Config) error {
	if r.Rival == "" {
		return nil
	}
	if r.Label != hsa.NoLabel {
		return fmt.Errorf("recipe: rival %s with label %q: it has no chunks to teach; set label to %q", r.Rival, r.Label, hsa.NoLabel)
	}
	return baseline.Config{Kind: r.Rival, Of: model}.Validate()
}

// loadWeights reads the weights of a directory, those of a rival where config.json says so.
func (t *Trained) loadWeights(fsys fs.FS) (err error) {
	if isRival(fsys) {
		t.Rival, err = baseline.LoadWeights(fsys)
		return err
	}
	t.Weights, err = hsa.LoadWeights(fsys)
	return err
}

// isRival reports whether config.json has the key that only a rival's has. What is wrong with the file is for the loader to
// say.
func isRival(fsys fs.FS) bool {
	raw, err := fs.ReadFile(fsys, hsa.ConfigFile)
	if err != nil {
		return false
	}
	var keys map[string]json.RawMessage
	return json.NewDecoder(bytes.NewReader(raw)).Decode(&keys) == nil && keys["rival"] != nil
}

func (t Trained) saveWeights(dir string) error {
	if t.Rival != nil {
		return t.Rival.Save(dir)
	}
	return t.Weights.Save(dir)
}

// parameters are the architecture and the flat vector.
func (t Trained) parameters() (config any, values []float32) {
	if t.Rival != nil {
		return t.Rival.Config, t.Rival.Values
	}
	return t.Weights.Config, t.Weights.Values
}

// trainedOf is a state of a recipe as a model, its values rounded to a data type. A rival keeps float32.
func trainedOf(r Recipe, state *hsa.State, dtype safetensors.DType) Trained {
	metadata := map[string]string{"recipe": r.Name}
	if r.Rival != "" {
		config := baseline.Config{Kind: r.Rival, Of: r.Model}
		return Trained{Rival: &baseline.Weights{Config: config, Values: state.Values, Metadata: metadata}, Task: r.Task}
	}
	w := &hsa.Weights{Config: r.Model, Values: state.Values, Metadata: metadata}
	if dtype != safetensors.F32 {
		w = w.Rounded(dtype)
	}
	return Trained{Weights: w, Task: r.Task}
}
