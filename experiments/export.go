package experiments

import (
	"fmt"

	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// Export writes the model of a run's last checkpoint, finished or not, as a weights directory: weights in the data type,
// config.json, the task, the metrics so far and the model card.
func (d RunDir) Export(to string, dtype safetensors.DType) error {
	file, err := d.read()
	if err != nil {
		return err
	}
	state, _, ok, err := d.loadCheckpoint()
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("export: %s has no checkpoint yet: train for a step at least", d)
	}
	vocabulary, err := file.Recipe.Task.vocabulary()
	if err != nil {
		return err
	}
	return d.writeWeights(to, file, state, vocabulary, dtype)
}

// writeWeights writes a state of the run as a weights directory.
func (d RunDir) writeWeights(to string, file RunFile, state *hsa.State, vocabulary *words.Vocabulary, dtype safetensors.DType) error {
	metrics, err := d.Metrics()
	if err != nil {
		return err
	}
	r := file.Recipe
	w := &hsa.Weights{Config: r.Model, Values: state.Values, Metadata: map[string]string{"recipe": r.Name}}
	if dtype != safetensors.F32 {
		w = w.Rounded(dtype)
	}
	return Trained{Weights: w, Task: r.Task, Vocabulary: vocabulary, Metrics: metrics}.Save(to, Card(file, metrics))
}
