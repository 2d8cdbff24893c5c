package proof

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/hsalab/hsalab/notebooks/nbformat"
	"github.com/hsalab/hsalab/notebooks/show"
)

// A Number is one that a cell of a notebook computed, and how far another run may be from it.
type Number struct {
	// Cell is the id of the cell.
	Cell string `json:"-"`
	// Name is what it is; unique in a notebook.
	Name string `json:"name"`
	// Value is the number; of a statement, 1 where it holds and 0 where it does not.
	Value float64 `json:"value"`
	// Tolerance is absolute, in the unit of the number.
	Tolerance float64 `json:"tolerance"`
}

// Numbers returns the numbers of a notebook in its order. A name that is there twice is an error.
func Numbers(nb *nbformat.Notebook) ([]Number, error) {
	var list []Number
	seen := map[string]string{}
	for _, c := range nb.Cells {
		for _, o := range c.Outputs {
			data, ok := o.Data[show.NumberType]
			if !ok {
				continue
			}
			n, err := number(data)
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", c.ID, err)
			}
			if other, ok := seen[n.Name]; ok {
				return nil, fmt.Errorf("the number %q is in cells %s and %s: give each a name of its own", n.Name, other, c.ID)
			}
			seen[n.Name], n.Cell = c.ID, c.ID
			list = append(list, n)
		}
	}
	return list, nil
}

func number(data any) (Number, error) {
	var n Number
	text, err := json.Marshal(data)
	if err == nil {
		err = json.Unmarshal(text, &n)
	}
	if err == nil && n.Name == "" {
		err = fmt.Errorf("a number without a name")
	}
	return n, err
}

// Compare lists in what the numbers of a run differ from those that are expected: beyond the tolerance, missing, or
// there without being expected.
func Compare(expected, got []Number) []string {
	var faults []string
	have := map[string]Number{}
	for _, n := range got {
		have[n.Name] = n
	}
	for _, want := range expected {
		n, ok := have[want.Name]
		delete(have, want.Name)
		switch {
		case !ok:
			faults = append(faults, fmt.Sprintf("cell %s: %s: expected %g, not computed", want.Cell, want.Name, want.Value))
		case !(math.Abs(n.Value-want.Value) <= want.Tolerance):
			faults = append(faults, fmt.Sprintf("cell %s: %s: %g, expected %g ± %g", n.Cell, n.Name, n.Value, want.Value, want.Tolerance))
		}
	}
	for _, n := range got {
		if _, ok := have[n.Name]; ok {
			faults = append(faults, fmt.Sprintf("cell %s: %s: %g, not expected: run the notebook in place and commit it", n.Cell, n.Name, n.Value))
		}
	}
	return faults
}
