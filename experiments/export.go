package experiments

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/safetensors"
)

// ExportOptions says what an export holds.
type ExportOptions struct {
	Checkpoint Kept              // of a run: Last, the default, or Best
	DType      safetensors.DType // of the weights; "" is that of the model, F32 for a run
	ShardBytes int64             // largest file of weights; 0 is a gigabyte
	Rows       []results.Row     // results for the model card; only those of these weights are taken
}

// Export writes a model in the shape of the Hugging Face hub: weights, config.json, tokenizer.json and its settings, the task,
// the metrics of training and the model card, with what was measured. name is the directory of a run, finished or not, or a
// model as [Open] takes it. The directory appears at once and whole, in the place of an earlier export; [Open] reads it.
// answers is the number of rows that the card shows.
func Export(name, to string, o ExportOptions) (answers int, err error) {
	run := RunDir(name)
	if _, err := os.Stat(run.runFile()); err == nil {
		return run.export(to, o)
	} else if _, err := os.Stat(run.Weights()); err == nil {
		return 0, fmt.Errorf("export: %s has weights but no %s: export %s", name, run.runFile(), run.Weights())
	}
	t, about, err := openWithCard(name)
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	return t.export(to, about, o)
}

// Export writes the model of a run's last or best checkpoint, as [Export] does without further options.
func (d RunDir) Export(which Kept, to string, dtype safetensors.DType) error {
	_, err := d.export(to, ExportOptions{Checkpoint: which, DType: dtype})
	return err
}

func (d RunDir) export(to string, o ExportOptions) (answers int, err error) {
	file, err := d.read()
	if errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("export: %s is no directory of a run: it has no run.json", d)
	} else if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	which := cmp.Or(o.Checkpoint, Last)
	state, at, ok, err := d.loadCheckpoint(which, file.Recipe)
	switch {
	case err != nil:
		return 0, err
	case !ok && which == Best:
		return 0, fmt.Errorf("export: %s has no best checkpoint yet: train on, or export the last", d)
	case !ok:
		return 0, fmt.Errorf("export: %s has no checkpoint yet: train for a step at least", d)
	}
	vocabulary, err := file.Recipe.Task.vocabulary()
	if err != nil {
		return 0, err
	}
	file.Recipe.Model = file.Recipe.Curriculum.model(file.Recipe.Model, at.Stage)
	metrics, err := d.metricsUntil(state.Step)
	if err != nil {
		return 0, err
	}
	t := trainedOf(file.Recipe, state, safetensors.F32)
	t.Name, t.Vocabulary, t.Metrics = file.Recipe.Name, vocabulary, metrics
	return t.export(to, aboutRun(file, metrics), o)
}

func (d RunDir) metricsUntil(step int) ([]Metric, error) {
	metrics, err := d.Metrics()
	return slices.DeleteFunc(metrics, func(m Metric) bool { return m.Step > step }), err
}

// writeWeights writes a state of the run as a weights directory.
func (d RunDir) writeWeights(to string, file RunFile, state *hsa.State, vocabulary *words.Vocabulary, dtype safetensors.DType) error {
	metrics, err := d.metricsUntil(state.Step)
	if err != nil {
		return err
	}
	t := trainedOf(file.Recipe, state, dtype)
	t.Name, t.Vocabulary, t.Metrics = file.Recipe.Name, vocabulary, metrics
	text, err := t.card(aboutRun(file, metrics), nil)
	if err != nil {
		return err
	}
	return t.Save(to, text)
}

// export writes the model with what is known about it.
func (t Trained) export(to, about string, o ExportOptions) (answers int, err error) {
	hashes := t.Hashes()
	if err := t.round(o); err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	rows := t.forCard(withHash(o.Rows, append(hashes, t.Hashes()...)))
	text, err := t.card(about, rows)
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	err = replaceDir(to, func(beside string) error {
		if err := t.Save(beside, text); err != nil {
			return err
		}
		return t.saveHub(beside, o.ShardBytes)
	})
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	return len(rows), nil
}

// round brings the weights to the data type of the export.
func (t *Trained) round(o ExportOptions) error {
	if t.Rival != nil && (o.ShardBytes != 0 || (o.DType != "" && o.DType != safetensors.F32)) {
		return fmt.Errorf("%s is a rival, which is kept in float32 in one file: leave data type and size of the files out", t.Name)
	}
	if t.Rival == nil && o.DType != "" {
		t.Weights = t.Weights.Rounded(o.DType)
	}
	return nil
}

// withHash are the rows of weights with one of the hashes: those of the export, and those before they were rounded.
func withHash(rows []results.Row, hashes []string) []results.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r results.Row) bool { return !slices.Contains(hashes, r.Weights) })
}
