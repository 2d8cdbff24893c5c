package experiments

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/renameio/v2"
)

// RunDir is the directory of one run.
type RunDir string

func (d RunDir) runFile() string    { return filepath.Join(string(d), "run.json") }
func (d RunDir) metrics() string    { return filepath.Join(string(d), "metrics.jsonl") }
func (d RunDir) checkpoint() string { return filepath.Join(string(d), "checkpoint.safetensors") }

// Weights is the directory of the trained weights; it exists once the run is done.
func (d RunDir) Weights() string { return filepath.Join(string(d), "weights") }

// RunFile is run.json: the recipe as resolved, and where it runs.
type RunFile struct {
	Recipe   Recipe `json:"recipe"`
	TaskHash string `json:"task_hash"`
	Host     Host   `json:"host"`
	Command  string `json:"command"`
}

// Metric is a line of metrics.jsonl: means over the steps since the line before.
type Metric struct {
	Step       int     `json:"step"`
	Tokens     int     `json:"tokens"`
	Length     int     `json:"length"`
	Loss       float64 `json:"loss"` // cross-entropy of the answers, nats
	LabelLoss  float64 `json:"label_loss,omitempty"`
	Accuracy   float64 `json:"accuracy"`
	Recall     float64 `json:"recall"` // recall@K of the gold chunk
	GoldWeight float64 `json:"gold_weight"`
	GradNorm   float64 `json:"grad_norm"`
	Rate       float64 `json:"rate"`
}

// create makes the directory with its run.json; a directory that holds another run is refused.
func (d RunDir) create(file RunFile) error {
	if err := os.MkdirAll(string(d), 0o755); err != nil {
		return fmt.Errorf("run: %w", err)
	}
	if old, err := d.read(); err == nil {
		if !sameRecipe(old.Recipe, file.Recipe) {
			return fmt.Errorf("run: %s holds a run of another recipe or seed: choose another directory with --out", d)
		}
		return nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return writeJSON(d.runFile(), file)
}

func (d RunDir) read() (RunFile, error) {
	var f RunFile
	raw, err := os.ReadFile(d.runFile())
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(raw, &f); err != nil {
		return f, fmt.Errorf("run: %s: %w", d.runFile(), err)
	}
	return f, nil
}

func sameRecipe(a, b Recipe) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func writeJSON(path string, v any) error {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("run: %w", err)
	}
	return nil
}

// openMetrics opens metrics.jsonl for appending, cut to the lines up to a step, so that a resumed run continues the
// record of its checkpoint.
func (d RunDir) openMetrics(step int) (*os.File, error) {
	old, err := ReadMetrics(d.metrics())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	old = slices.DeleteFunc(old, func(m Metric) bool { return m.Step > step })
	if err := renameio.WriteFile(d.metrics(), encodeMetrics(old), 0o644); err != nil {
		return nil, fmt.Errorf("run: %w", err)
	}
	return os.OpenFile(d.metrics(), os.O_APPEND|os.O_WRONLY, 0o644)
}

// ReadMetrics reads a metrics file; a last line that an interruption has torn is left out.
func ReadMetrics(path string) ([]Metric, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	list, err := decodeMetrics(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

func encodeMetrics(list []Metric) []byte {
	var b bytes.Buffer
	for _, m := range list {
		line, _ := json.Marshal(m) // numbers of a finite loss always encode
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

func decodeMetrics(raw []byte) ([]Metric, error) {
	var list []Metric
	lines := bytes.Split(raw, []byte("\n"))
	for i, line := range lines {
		if len(line) == 0 {
			continue
		}
		var m Metric
		if err := json.Unmarshal(line, &m); err != nil {
			if i == len(lines)-1 {
				break
			}
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		list = append(list, m)
	}
	return list, nil
}
