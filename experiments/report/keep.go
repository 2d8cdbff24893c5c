package report

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/figures"
)

// Where notebooks find what is kept, below the root of the repository.
const (
	drawnDir     = "experiments/figures/drawn"
	verdictsFile = "experiments/claims/verdicts.json"
)

// Kept encodes every figure, the tables of the claims and the verdicts as packages figures and claims keep them, by path
// below the root of the repository.
func (r *Report) Kept() (map[string][]byte, error) {
	kept := map[string][]byte{}
	list, err := claims.All()
	if err != nil {
		return nil, err
	}
	if kept[verdictsFile], err = claims.Keep(r.Verdicts); err != nil {
		return nil, err
	}
	keep := func(d Drawing, files ...string) error {
		raw, err := figures.Keep(d.Figure, files...)
		if err != nil {
			return fmt.Errorf("report: %s: %w", d.Name, err)
		}
		kept[path.Join(drawnDir, d.Name+".json")] = raw
		return nil
	}
	for _, d := range r.verdicts() {
		if err := keep(d, claims.Files(list)...); err != nil {
			return nil, err
		}
	}
	for _, d := range r.Drawn {
		if err := keep(d, d.Rows); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// Keep writes what is kept into the repository at root, and removes the kept figures that are no longer drawn.
func (r *Report) Keep(root string) error {
	kept, err := r.Kept()
	if err != nil {
		return err
	}
	for name, raw := range kept {
		if err := renameio.WriteFile(filepath.Join(root, filepath.FromSlash(name)), raw, 0o644); err != nil {
			return fmt.Errorf("report: %w: name the root of the repository", err)
		}
	}
	old, err := fs.Glob(os.DirFS(root), drawnDir+"/*.json")
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, name := range old {
		if kept[name] != nil {
			continue
		}
		if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("report: %w", err)
		}
	}
	return nil
}
