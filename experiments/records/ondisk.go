//go:build notebook

package records

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// files are the committed files, as they lie beside the source that this program was built from.
func files() (fs.FS, error) {
	_, source, _, _ := runtime.Caller(0)
	folder := filepath.Dir(source)
	if _, err := os.Stat(filepath.Join(folder, EvaluationFile+suffix)); err != nil {
		return nil, fmt.Errorf("records: no results in %s, where this cell was built from: run \"hsalab lab\" in the clone as it is now: %w", folder, err)
	}
	return os.DirFS(folder), nil
}
