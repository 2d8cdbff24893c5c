//go:build !notebook

package records

import (
	"embed" // the files
	"io/fs"
)

//go:embed *.jsonl.gz studies
var embedded embed.FS

// files are the committed files, as they are part of the program.
func files() (fs.FS, error) { return embedded, nil }
