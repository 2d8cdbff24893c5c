package sweep

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/experiments/study"
)

// Collect joins the rows of the runs that are done, in the order of the grid, and names the runs that are not. A row that
// does not say what computed it gets what its model was trained on.
func (w Where) Collect(runs []study.Run) (rows []results.Row, missing []string, err error) {
	for _, r := range runs {
		if !w.Done(r) {
			missing = append(missing, r.Name())
			continue
		}
		more, err := results.Read(w.rows(r))
		if err != nil {
			return nil, nil, fmt.Errorf("%w: delete the file, and the sweep tests this run again", err)
		}
		if more, err = w.withHardware(r, more); err != nil {
			return nil, nil, err
		}
		rows = append(rows, more...)
	}
	return slices.Clip(rows), missing, nil
}

// withHardware fills in the hardware of rows that do not say it, as those of earlier programs.
func (w Where) withHardware(r study.Run, rows []results.Row) ([]results.Row, error) {
	silent := func(r results.Row) bool { return r.Hardware == "" }
	if !slices.ContainsFunc(rows, silent) {
		return rows, nil
	}
	file, err := w.run(r).File()
	if errors.Is(err, fs.ErrNotExist) { // the rows alone were kept
		return rows, nil
	} else if err != nil {
		return nil, err
	}
	trained := strings.Join(file.Hardware(), "; ")
	for i := range rows {
		rows[i].Hardware = cmp.Or(rows[i].Hardware, trained)
	}
	return rows, nil
}
