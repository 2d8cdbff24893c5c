package figures

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hsalab/hsalab/viz"
)

// Named is a figure with the name of its files.
type Named struct {
	Name   string
	Figure viz.Figure
}

// Formats of [Save]: what a page shows and what a paper wants.
var (
	Pictures = []string{".png", ".svg"}
	Print    = []string{".png", ".svg", ".pdf"}
)

// Save writes every figure into dir, which is made if need be: a picture in each of the formats, a table as Markdown
// and CSV. It returns the paths written. Each file appears whole or not at all.
func Save(dir string, list []Named, formats []string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("figures: %w: choose a directory that you can write to", err)
	}
	var written []string
	for _, f := range list {
		extensions := formats
		if !viz.HasPicture(f.Figure) {
			extensions = []string{".md", ".csv"}
		}
		for _, ext := range extensions {
			path := filepath.Join(dir, f.Name+ext)
			if err := viz.Save(path, f.Figure); err != nil {
				return written, err
			}
			written = append(written, path)
		}
	}
	return written, nil
}
