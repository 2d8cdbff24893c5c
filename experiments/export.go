package experiments

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// Export writes the model of a run's last or best checkpoint, finished or not, as a weights directory: weights in the data
// type, config.json, the task, the metrics up to then and the model card.
func (d RunDir) Export(which Kept, to string, dtype safetensors.DType) error {
	file, err := d.read()
	if err != nil {
		return err
	}
	state, at, ok, err := d.loadCheckpoint(which, file.Recipe)
	if err != nil {
		return err
	}
	if !ok && which == Best {
		return fmt.Errorf("export: %s has no best checkpoint yet: train on, or export the last", d)
	}
	if !ok {
		return fmt.Errorf("export: %s has no checkpoint yet: train for a step at least", d)
	}
	vocabulary, err := file.Recipe.Task.vocabulary()
	if err != nil {
		return err
	}
	file.Recipe.Model = file.Recipe.Curriculum.model(file.Recipe.Model, at.Stage)
	return d.writeWeights(to, file, state, vocabulary, dtype)
}

// writeWeights writes a state of the run as a weights directory.
func (d RunDir) writeWeights(to string, file RunFile, state *hsa.State, vocabulary *words.Vocabulary, dtype safetensors.DType) error {
	metrics, err := d.Metrics()
	if err != nil {
		return err
	}
	metrics = slices.DeleteFunc(metrics, func(m Metric) bool { return m.Step > state.Step })
	t := trainedOf(file.Recipe, state, dtype)
	t.Vocabulary, t.Metrics = vocabulary, metrics
	return t.Save(to, Card(file, metrics))
}
