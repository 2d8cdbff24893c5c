package sweep

import (
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/experiments/study"
)

// Collect joins the rows of the runs that are done, in the order of the grid, and names the runs that are not.
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
		rows = append(rows, more...)
	}
	return slices.Clip(rows), missing, nil
}
