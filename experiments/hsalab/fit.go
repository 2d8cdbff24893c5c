package main

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/viz"
)

// fit cuts a table that is too wide for a terminal into parts of fewer columns, all with the same rows. Caption, notes
// and provenance stand under the last.
func fit(t viz.Table, o viz.TextOptions) []viz.Figure {
	n := len(t.Columns)
	for n > 1 && slices.ContainsFunc(split(t, n), func(part viz.Figure) bool { return cut(part, o) }) {
		n--
	}
	return split(t, n)
}

// cut reports whether the table loses something in a terminal.
func cut(t viz.Figure, o viz.TextOptions) bool {
	var b bytes.Buffer
	if err := viz.WriteText(&b, t, o); err != nil {
		return false // whoever prints it learns why
	}
	mark := "≈"
	if o.ASCII {
		mark = "~"
	}
	for line := range strings.Lines(b.String()) {
		if strings.HasSuffix(strings.TrimRight(line, "\n"), mark) {
			return true
		}
	}
	return false
}

func split(t viz.Table, n int) []viz.Figure {
	var parts []viz.Figure
	for from := 0; from < len(t.Columns); from += n {
		part := columns(t, from, min(from+n, len(t.Columns)))
		if from+n < len(t.Columns) {
			part.Caption, part.Footnotes, part.Provenance = "", nil, viz.Provenance{}
		}
		parts = append(parts, part)
	}
	return parts
}

// columns is the table with its columns from one to before another.
func columns(t viz.Table, from, to int) viz.Table {
	groups := t.Groups
	t.Columns, t.Groups = t.Columns[from:to], nil
	for _, g := range groups {
		part := viz.Group{Name: g.Name}
		for _, r := range g.Rows {
			part.Rows = append(part.Rows, viz.Row{Label: r.Label, Cells: r.Cells[from:to]})
		}
		t.Groups = append(t.Groups, part)
	}
	return t
}
