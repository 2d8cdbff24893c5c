package records

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the files
	"errors"
	"fmt"
	"sync"

	"github.com/hsalab/hsalab/experiments/results"
)

//go:embed eval.jsonl.gz
var evaluation []byte

//go:embed ablation.jsonl.gz
var ablation []byte

// ErrNone means that no results of that kind are committed.
var ErrNone = errors.New("no recorded results in this build of hsalab: measure your own with \"hsalab eval MODEL\"")

// Evaluation returns the rows of the shipped models, or [ErrNone]. They are read once; do not change them.
func Evaluation() ([]results.Row, error) { return evaluationRows() }

// Ablation returns the rows of the ablation grid, or [ErrNone]. They are read once; do not change them.
func Ablation() ([]results.Row, error) { return ablationRows() }

var (
	evaluationRows = sync.OnceValues(func() ([]results.Row, error) { return read("eval.jsonl.gz", evaluation) })
	ablationRows   = sync.OnceValues(func() ([]results.Row, error) { return read("ablation.jsonl.gz", ablation) })
)

func read(name string, file []byte) ([]results.Row, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("records: %s: %w", name, err)
	}
	var rows []results.Row
	for row, err := range results.Decode(unzipped) {
		if err != nil {
			return nil, fmt.Errorf("records: %s: %w", name, err)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, ErrNone
	}
	return rows, nil
}
