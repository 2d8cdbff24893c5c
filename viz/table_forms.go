package viz

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// headedColumns returns the column headings, each after the one that stands over
// it, for forms without a second row of headings.
func (t Table) headedColumns() []string {
	if t.Heads == nil {
		return t.Columns
	}
	var names []string
	for _, h := range t.Heads {
		for range h.Columns {
			names = append(names, strings.TrimSpace(h.Name+" "+t.Columns[len(names)]))
		}
	}
	return names
}

// Markdown returns the table as a Markdown table with its title, caption, notes
// and provenance. Markup in its texts is escaped.
func (t Table) Markdown() (string, error) {
	if err := t.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("**" + markdown(t.Title) + "**\n\n|")
	for _, c := range append([]string{t.Corner}, t.headedColumns()...) {
		b.WriteString(" " + markdown(c) + " |")
	}
	align := "---:|"
	if t.Prose {
		align = ":---|"
	}
	b.WriteString("\n|:---|" + strings.Repeat(align, len(t.Columns)) + "\n")
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
		switch {
		case c.Best:
			main = "**" + main + "**\\*"
		case c.Tied:
			main += c.mark()
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
// best, tied. Numbers have their full precision; what was not measured is empty.
func (t Table) CSV() (string, error) {
	if err := t.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	columns := t.headedColumns()
	records := [][]string{{"group", "row", "column", "value", "low", "high", "n", "text", "best", "tied"}}
	for _, g := range t.Groups {
		for _, r := range g.Rows {
			for i, c := range r.Cells {
				records = append(records, record(g.Name, r.Label, columns[i], c))
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
		n, sheet(c.Text), strconv.FormatBool(c.Best), strconv.FormatBool(c.Tied),
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
