package claims

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/viz"
)

// Save writes verdicts to a file in the form that its extension names: .json with everything, .md, .html, .txt, .tex or
// .csv as [Table] shows them. The file appears whole or not at all.
func Save(path string, verdicts []Verdict) error {
	if filepath.Ext(path) != ".json" {
		return viz.Save(path, Table(verdicts))
	}
	raw, err := json.MarshalIndent(verdicts, "", "  ")
	if err != nil {
		return fmt.Errorf("claims: %w", err)
	}
	if err := renameio.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
		return fmt.Errorf("claims: %w: choose a path that you can write to", err)
	}
	return nil
}
