package report

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments/figures"
)

// Keep writes every figure into dir as package figures keeps it (experiments/figures/drawn), and removes the kept
// figures that are no longer drawn.
func (r *Report) Keep(dir string) error {
	kept := map[string]bool{}
	for _, d := range r.Drawn {
		raw, err := figures.Keep(d.Figure, d.Rows)
		if err != nil {
			return fmt.Errorf("report: %s: %w", d.Name, err)
		}
		path := filepath.Join(dir, d.Name+".json")
		if err := renameio.WriteFile(path, raw, 0o644); err != nil {
			return fmt.Errorf("report: %w: name a directory that is there and that you can write to", err)
		}
		kept[path] = true
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, path := range old {
		if !kept[path] {
			if err := os.Remove(path); err != nil {
				return fmt.Errorf("report: %w", err)
			}
		}
	}
	return nil
}
