package viz

import (
	"html"
	"strconv"
	"strings"
)

// markup returns the table as an HTML table: headings with scope, the best of a
// column strong and starred, intervals small, notes below.
func (t Table) markup() string {
	var b strings.Builder
	class := "hsalab-table"
	if t.Prose {
		class += " hsalab-prose"
	}
	b.WriteString(`<table class="` + class + `"><caption>` + escape(t.Heading()) + "</caption>\n<thead>")
	if t.Heads != nil {
		b.WriteString("<tr><td></td>")
		for _, h := range t.Heads {
			b.WriteString(`<th scope="colgroup" style="text-align:center" colspan="` + strconv.Itoa(h.Columns) + `">` + escape(h.Name) + "</th>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("<tr>")
	b.WriteString(`<th scope="col"` + t.leftward() + ">" + escape(t.Corner) + "</th>")
	for _, c := range t.Columns {
		b.WriteString(`<th scope="col"` + t.leftward() + ">" + escape(c) + "</th>")
	}
	b.WriteString("</tr></thead>\n")
	for _, g := range t.Groups {
		t.markupGroup(&b, g)
	}
	b.WriteString("</table>\n")
	for _, s := range append([]string{Clean(t.Caption)}, t.notes()...) {
		if s != "" {
			b.WriteString(`<p class="hsalab-note">` + escape(s) + "</p>\n")
		}
	}
	return b.String()
}

func (t Table) markupGroup(b *strings.Builder, g Group) {
	b.WriteString("<tbody>")
	if g.Name != "" {
		b.WriteString(`<tr><th scope="rowgroup" colspan="` + strconv.Itoa(len(t.Columns)+1) + `">` + escape(g.Name) + "</th></tr>\n")
	}
	for _, r := range g.Rows {
		b.WriteString(`<tr><th scope="row"` + t.leftward() + ">" + escape(r.Label) + "</th>")
		for _, c := range r.Cells {
			b.WriteString("<td" + t.leftward() + ">" + t.markupCell(c) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n")
}

// leftward sets sentences flush left also where the page, as JupyterLab's, sets cells flush right.
func (t Table) leftward() string {
	if t.Prose {
		return ` style="text-align:left;vertical-align:top"`
	}
	return ""
}

func (t Table) markupCell(c Cell) string {
	main, beside := t.parts(c)
	main = escape(main)
	switch {
	case c.Best:
		main = "<strong>" + main + c.mark() + "</strong>"
	case c.Tied:
		main += c.mark()
	}
	if beside != "" {
		main += " <small>" + escape(beside) + "</small>"
	}
	return main
}

// escape cleans s and escapes it for HTML text and attributes.
func escape(s string) string { return html.EscapeString(Clean(s)) }
