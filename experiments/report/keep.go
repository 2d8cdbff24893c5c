package report

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/figures"
)

// Kept encodes every figure, and the tables of the claims, as package figures keeps them, by name.
func (r *Report) Kept() (map[string][]byte, error) {
	kept := map[string][]byte{}
	read, err := filesOfClaims()
	if err != nil {
		return nil, err
	}
	for _, d := range r.verdicts() {
		if kept[d.Name], err = figures.Keep(d.Figure, read...); err != nil {
			return nil, fmt.Errorf("report: %s: %w", d.Name, err)
		}
	}
	for _, d := range r.Drawn {
		if kept[d.Name], err = figures.Keep(d.Figure, d.Rows); err != nil {
			return nil, fmt.Errorf("report: %s: %w", d.Name, err)
		}
	}
	return kept, nil
}

// filesOfClaims lists the files of rows that a measure of a claim would read.
func filesOfClaims() ([]string, error) {
	list, err := claims.All()
	if err != nil {
		return nil, err
	}
	var read []string
	for _, c := range list {
		for _, m := range c.Measures {
			read = append(read, m.Rows...)
		}
	}
	return read, nil
}

// Keep writes every figure into dir as package figures keeps it (experiments/figures/drawn), and removes the kept
// figures that are no longer drawn.
func (r *Report) Keep(dir string) error {
	all, err := r.Kept()
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	for name, raw := range all {
		path := filepath.Join(dir, name+".json")
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
