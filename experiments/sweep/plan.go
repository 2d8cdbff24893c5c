package sweep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/study"
)

// planFile says what a run was to do when it was carried out.
const planFile = "plan.json"

// plan is what decides the rows of a run. A study may change while its runs lie there.
type plan struct {
	Recipe experiments.Recipe `json:"recipe"`
	Passes []study.Pass       `json:"passes"`
}

func (w Where) planFile(r study.Run) string { return filepath.Join(string(w.run(r)), planFile) }

// encoded is the plan of a run as its file has it.
func encoded(r study.Run) ([]byte, error) {
	raw, err := json.MarshalIndent(plan{r.Recipe, r.Passes}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("sweep: %w", err)
	}
	return append(raw, '\n'), nil
}

// planned reports whether the plan of a run is the one that lies in its directory.
func (w Where) planned(r study.Run) bool {
	there, err := os.ReadFile(w.planFile(r))
	if err != nil {
		return false
	}
	here, err := encoded(r)
	return err == nil && bytes.Equal(there, here)
}

// begin writes the plan of a run. Rows of other tests are dropped, and tested anew; weights of another recipe are refused.
func (w Where) begin(r study.Run) error {
	if w.planned(r) {
		return nil
	}
	raw, err := os.ReadFile(w.planFile(r))
	if err == nil {
		err = sameRecipe(raw, r)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("sweep: %s: %w", w.planFile(r), err)
	}
	if err := os.MkdirAll(string(w.run(r)), 0o755); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	if err := os.Remove(w.rows(r)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("sweep: %w", err)
	}
	if raw, err = encoded(r); err != nil {
		return err
	}
	if err := renameio.WriteFile(w.planFile(r), raw, 0o644); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	return nil
}

// sameRecipe compares the recipe of a plan with that of a run.
func sameRecipe(raw []byte, r study.Run) error {
	var there struct {
		Recipe json.RawMessage `json:"recipe"`
	}
	if err := json.Unmarshal(raw, &there); err != nil {
		return err
	}
	here, err := json.Marshal(r.Recipe)
	if err != nil {
		return err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, there.Recipe); err != nil {
		return err
	}
	if !bytes.Equal(compact.Bytes(), here) {
		return errors.New("the study has changed since this run was trained: choose another directory with --out, or delete this one")
	}
	return nil
}
