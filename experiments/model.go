package experiments

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// Files of a weights directory, beside those of hsa.Weights.
const (
	taskFile       = "task.json"
	vocabularyFile = "vocabulary.json"
	cardFile       = "README.md"
	metricsFile    = "metrics.jsonl"
)

// Trained is a trained model at rest: its weights, the task it was trained on and, for text, its vocabulary.
type Trained struct {
	Name       string
	Weights    *hsa.Weights
	Rival      *baseline.Weights // in place of Weights, of a rival
	Task       TaskSpec
	Vocabulary *words.Vocabulary
	Metrics    []Metric // the record of its training; may be empty
}

//go:embed weights
var shipped embed.FS

// Shipped lists the models that come with the program.
func Shipped() []string {
	entries, err := shipped.ReadDir("weights")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Open reads a trained model: one of [Models] by name, or a weights directory (or the directory of a finished run) by path.
func Open(name string) (*Trained, error) {
	fsys, err := findModel(name)
	if err != nil {
		return nil, err
	}
	return openFS(fsys, filepath.Base(filepath.Clean(name)))
}

func openFS(fsys fs.FS, name string) (*Trained, error) {
	t := &Trained{Name: name}
	if err := t.loadWeights(fsys); err != nil {
		return nil, fmt.Errorf("model %s: %w", name, err)
	}
	raw, err := fs.ReadFile(fsys, taskFile)
	if err != nil {
		return nil, fmt.Errorf("model %s: %w", name, err)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&t.Task); err != nil {
		return nil, fmt.Errorf("model %s: %s: %w", name, taskFile, err)
	}
	if raw, err := fs.ReadFile(fsys, metricsFile); err == nil {
		if t.Metrics, err = decodeMetrics(raw); err != nil {
			return nil, fmt.Errorf("model %s: %s: %w", name, metricsFile, err)
		}
	}
	file, err := fsys.Open(vocabularyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	} else if err != nil {
		return nil, fmt.Errorf("model %s: %w", name, err)
	}
	defer file.Close()
	if t.Vocabulary, err = words.Read(file); err != nil {
		return nil, fmt.Errorf("model %s: %w", name, err)
	}
	return t, nil
}

// Save writes everything of a trained model into dir.
func (t Trained) Save(dir, card string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("model: %w", err)
	}
	if err := writeJSON(filepath.Join(dir, taskFile), t.Task); err != nil {
		return err
	}
	if t.Vocabulary != nil {
		if err := t.Vocabulary.Save(filepath.Join(dir, vocabularyFile)); err != nil {
			return err
		}
	}
	if err := renameio.WriteFile(filepath.Join(dir, metricsFile), encodeMetrics(t.Metrics), 0o644); err != nil {
		return fmt.Errorf("model: %w", err)
	}
	if err := renameio.WriteFile(filepath.Join(dir, cardFile), []byte(card), 0o644); err != nil {
		return fmt.Errorf("model: %w", err)
	}
	return t.saveWeights(dir)
}

// HeldOut is the task for evaluation in one of the task's haystacks, "" for the first, over what training has not seen.
func (t Trained) HeldOut(haystack string) (data.Task, error) {
	if names := t.Task.Tasks(); haystack == "" && len(names) > 0 {
		haystack = names[0]
	}
	spec, err := t.Task.In(haystack)
	if err != nil {
		return nil, err
	}
	if spec.Mixture != nil {
		m, err := spec.Mixture.open()
		if err != nil {
			return nil, err
		}
		return m.questions(context.Background(), haystack, t.Config().Chunk)
	}
	return spec.Over(t.Vocabulary)
}
