package review

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/report"
	"github.com/hsalab/hsalab/notebooks/kernel"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Figures shows every figure and table of one file of committed rows, such as records.EvaluationFile, each with how to read it
// and what in the paper it answers to. They are kept as drawn, and shown only if they were drawn from the rows as they are.
func Figures(rows string) {
	for _, s := range specs(func(s report.Spec) bool { return s.Rows == rows }) {
		present(s)
	}
}

// Studies shows the tables of the studies whose rows are committed, and names those that have none yet.
func Studies() {
	var none []string
	for _, s := range specs(func(s report.Spec) bool {
		return s.Rows != records.EvaluationFile && s.Rows != records.AblationFile
	}) {
		if _, err := records.Hash(s.Rows); errors.Is(err, records.ErrNone) {
			if len(none) == 0 || none[len(none)-1] != s.Rows {
				none = append(none, s.Rows)
			}
			continue
		}
		if fig, err := figures.Drawn(s.Name); err == nil && !viz.HasPicture(fig) {
			present(s)
		}
	}
	if len(none) > 0 {
		show.Text("No rows are committed yet for " + strings.Join(none, ", ") + ".")
	}
}

func specs(want func(report.Spec) bool) []report.Spec {
	all, err := report.Specs()
	show.Check(err)
	var list []report.Spec
	for _, s := range all {
		if want(s) {
			list = append(list, s)
		}
	}
	return list
}

func present(s report.Spec) {
	fig, err := figures.Drawn(s.Name)
	show.Check(err)
	text := s.Shows
	if s.Paper != "" {
		text += " In the paper: " + s.Paper + "."
	}
	show.Text(text)
	show.Figures(fig)
}

// Redraw draws every figure and judges every claim anew from the rows, and holds what comes out to what is kept. It takes
// half a minute or so.
func Redraw() {
	root, err := kernel.FindRoot(".")
	show.Check(err)
	r, err := report.Redraw(report.Options{})
	show.Check(err)
	drawn, err := r.Kept()
	show.Check(err)
	different := differing(root, drawn)
	for _, name := range different {
		show.Text("not as kept: " + name)
	}
	show.Text(fmt.Sprintf("Drawn again: %d. Judged again: %d.", len(r.Drawn), len(r.Verdicts)))
	show.Holds("every figure, table and verdict is what is kept, byte for byte", len(different) == 0)
}

// differing names the files below a directory that are not as given, in order.
func differing(dir string, want map[string][]byte) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(want)) {
		text := want[name]
		if have, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || !bytes.Equal(have, text) {
			names = append(names, name)
		}
	}
	return names
}
