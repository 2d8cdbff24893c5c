package claims

import (
	"sync"

	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
)

// Source gives the rows of a file of package records by its name, and the diagnoses, or [records.ErrNone].
type Source interface {
	Rows(name string) ([]results.Row, error)
	Diagnoses() ([]results.Diagnosis, error)
}

// Recorded is the source of the committed rows. It keeps the file that it read last, since claims that follow one another often
// read the same.
func Recorded() Source { return &recorded{} }

type recorded struct {
	mu   sync.Mutex
	name string
	rows []results.Row
	err  error
}

// Rows returns the rows of a file.
func (r *recorded) Rows(name string) ([]results.Row, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if name != r.name {
		r.name = name
		r.rows, r.err = records.Rows(name)
	}
	return r.rows, r.err
}

// Diagnoses returns the committed diagnoses.
func (*recorded) Diagnoses() ([]results.Diagnosis, error) { return records.Diagnoses() }

// Planted is a source of given rows, by file, without diagnoses.
type Planted map[string][]results.Row

// Diagnoses returns [records.ErrNone].
func (Planted) Diagnoses() ([]results.Diagnosis, error) { return nil, records.ErrNone }

// Rows returns the rows of a file.
func (p Planted) Rows(name string) ([]results.Row, error) {
	rows := p[name]
	if len(rows) == 0 {
		return nil, records.ErrNone
	}
	return rows, nil
}
