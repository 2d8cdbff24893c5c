package experiments

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// RunDir is the directory of one run.
type RunDir string

func (d RunDir) runFile() string { return filepath.Join(string(d), "run.json") }
func (d RunDir) metrics() string { return filepath.Join(string(d), metricsFile) }

// Weights is the directory of the trained weights; it exists once the run is done.
func (d RunDir) Weights() string { return filepath.Join(string(d), "weights") }

// RunFile is run.json: the recipe as resolved, what it trains on, and where it runs.
type RunFile struct {
	Recipe        Recipe      `json:"recipe"`
	TaskHash      string      `json:"task_hash"`                // of the data: the task and its texts
	TokenizerHash string      `json:"tokenizer_hash,omitempty"` // of the tokenizer or the words; symbols have none
	Host          Host        `json:"host"`
	Environment   Environment `json:"environment"`
	Command       string      `json:"command"`

	// Continued lists where the run went on with other code or on another backend or machine than before.
	Continued []Continuation `json:"continued,omitempty"`
}

// Continuation is one going on.
type Continuation struct {
	Step    int    `json:"step"` // of the checkpoint that it went on from
	Host    Host   `json:"host"`
	Command string `json:"command"`
}

// create writes run.json, or compares it with the one that is there: a directory that holds another run is refused.
func (d RunDir) create(file RunFile) (RunFile, error) {
	old, err := d.read()
	if errors.Is(err, os.ErrNotExist) {
		return file, writeJSON(d.runFile(), file)
	} else if err != nil {
		return old, err
	}
	if difference := recipeDifference(old.Recipe, file.Recipe); difference != "" {
		return old, fmt.Errorf("run: %s holds a run of another recipe or seed: %s: choose another directory with --out", d, difference)
	}
	if old.TaskHash != file.TaskHash || (old.TokenizerHash != file.TokenizerHash && old.TokenizerHash != "") {
		return old, fmt.Errorf("run: the data or the tokenizer of %s have changed since it began (data %s there, %s here; tokenizer %q, %q): bring them back, or choose another directory with --out",
			d, old.TaskHash, file.TaskHash, old.TokenizerHash, file.TokenizerHash)
	}
	return old, nil
}

// goOn records in run.json that a run goes on from a step elsewhere than before, if it does.
func (d RunDir) goOn(there, here RunFile, step int) error {
	last := there.Host
	if n := len(there.Continued); n > 0 {
		last = there.Continued[n-1].Host
	}
	if last == here.Host {
		return nil
	}
	there.Continued = append(there.Continued, Continuation{step, here.Host, here.Command})
	return writeJSON(d.runFile(), there)
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
