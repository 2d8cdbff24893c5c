package viz

import (
	"strings"

	pretty "github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// text writes the table in a frame, title above, caption and notes below. Where
// it is too wide, intervals go below their values; what is still too wide is
// cut.
func (t Table) text(o TextOptions) string {
	frame := t.frame(o, " ")
	if text.LongestLineLen(frame) > o.Width {
		frame = t.frame(o, "\n")
	}
	parts := []string{o.heading(t.Heading()), frame}
	if c := Clean(t.Caption); c != "" {
		parts = append(parts, o.wrap(c))
	}
	for _, n := range t.notes() {
		parts = append(parts, o.wrap(n))
	}
	return strings.Join(append(parts, o.footer(t.Provenance)...), "\n") + "\n"
}

// frame writes the table alone, the interval of a cell after gap.
func (t Table) frame(o TextOptions, gap string) string {
	w := pretty.NewWriter()
	w.SetStyle(pretty.StyleLight)
	if o.ASCII {
		w.SetStyle(pretty.StyleDefault)
	}
	w.Style().Format.Header = text.FormatDefault
	switch {
	case t.Prose:
		w.SetColumnConfigs(t.wrapped(o.Width))
		w.Style().Options.SeparateRows = true
	case gap != " ":
		w.SetAllowedRowLength(o.Width)
	}
	if t.Heads != nil {
		w.AppendHeader(t.heads(), pretty.RowConfig{AutoMerge: true})
	}
	w.AppendHeader(t.header())
	for i, g := range t.Groups {
		if i > 0 {
			w.AppendSeparator()
		}
		if g.Name != "" {
			w.AppendRow(pretty.Row{Clean(g.Name)})
			w.AppendSeparator()
		}
		for _, r := range g.Rows {
			w.AppendRow(t.row(r, gap))
		}
	}
	return w.Render()
}

// heads names for each column what stands over it.
func (t Table) heads() pretty.Row {
	row := pretty.Row{""}
	for _, h := range t.Heads {
		for range h.Columns {
			row = append(row, Clean(h.Name))
		}
	}
	return row
}

func (t Table) header() pretty.Row {
	row := pretty.Row{Clean(t.Corner)}
	for _, c := range t.Columns {
		row = append(row, Clean(c))
	}
	return row
}

func (t Table) row(r Row, gap string) pretty.Row {
	row := pretty.Row{Clean(r.Label)}
	for _, c := range r.Cells {
		row = append(row, t.plain(c, gap))
	}
	return row
}
