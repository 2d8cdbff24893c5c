package viz

import (
	"encoding/csv"
	"strconv"
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
	if gap != " " {
		w.SetAllowedRowLength(o.Width)
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

// Markdown returns the table as a Markdown table with its title, caption, notes
// and provenance. Markup in its texts is escaped.
func (t Table) Markdown() (string, error) {
	if err := t.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("**" + markdown(t.Title) + "**\n\n|")
	for _, c := range t.header() {
		b.WriteString(" " + markdown(c.(string)) + " |")
	}
	b.WriteString("\n|:---|" + strings.Repeat("---:|", len(t.Columns)) + "\n")
	for _, g := range t.Groups {
		if g.Name != "" {
			b.WriteString("| **" + markdown(g.Name) + "** |" + strings.Repeat(" |", len(t.Columns)) + "\n")
		}
		for _, r := range g.Rows {
			t.markdownRow(&b, r)
		}
	}
	for _, s := range append([]string{Clean(t.Caption)}, t.notes()...) {
		if s != "" {
			b.WriteString("\n" + markdown(s) + "\n")
		}
	}
	if p := t.Provenance.String(); p != "" {
		b.WriteString("\n" + markdown(p) + "\n")
	}
	return b.String(), nil
}

func (t Table) markdownRow(b *strings.Builder, r Row) {
	b.WriteString("| " + markdown(r.Label) + " |")
	for _, c := range r.Cells {
		main, beside := t.parts(c)
		main = markdown(main)
		if c.Best {
			main = "**" + main + "**\\*"
		}
		if beside != "" {
			main += " " + markdown(beside)
		}
		b.WriteString(" " + main + " |")
	}
	b.WriteByte('\n')
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, `|`, `\|`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`,
	`<`, `&lt;`, `>`, `&gt;`, `&`, `&amp;`, `#`, `\#`, `~`, `\~`, `$`, `\$`, `!`, `\!`,
)

// markdown cleans and escapes s for a Markdown table.
func markdown(s string) string { return markdownEscapes.Replace(Clean(s)) }

// CSV returns one line a cell: group, row, column, value, low, high, n, text,
// best. Numbers have their full precision; what was not measured is empty.
func (t Table) CSV() (string, error) {
	if err := t.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	records := [][]string{{"group", "row", "column", "value", "low", "high", "n", "text", "best"}}
	for _, g := range t.Groups {
		for _, r := range g.Rows {
			for i, c := range r.Cells {
				records = append(records, record(g.Name, r.Label, t.Columns[i], c))
			}
		}
	}
	if err := w.WriteAll(records); err != nil {
		return "", err
	}
	return b.String(), nil
}

func record(group, label, column string, c Cell) []string {
	full := func(x float64, ok bool) string {
		if !ok || !finite(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	n := ""
	if c.N > 0 {
		n = strconv.Itoa(c.N)
	}
	has := hasInterval(c.Low, c.High)
	return []string{
		sheet(group), sheet(label), sheet(column),
		full(c.Value, c.Text == ""), full(c.Low, has), full(c.High, has),
		n, sheet(c.Text), strconv.FormatBool(c.Best),
	}
}

// sheet cleans s and keeps a spreadsheet from reading it as a formula.
func sheet(s string) string {
	s = Clean(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
