package viz

import (
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
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
	b.WriteString(`<th scope="col"` + t.aligned(true) + ">" + escape(t.Corner) + "</th>")
	words := t.wordColumns()
	for i, c := range t.Columns {
		b.WriteString(`<th scope="col"` + t.aligned(words[i]) + ">" + escape(c) + "</th>")
	}
	b.WriteString("</tr></thead>\n")
	for _, g := range t.Groups {
		t.markupGroup(&b, g, words)
	}
	b.WriteString("</table>\n")
	for _, s := range append([]string{Clean(t.Caption)}, t.notes()...) {
		if s != "" {
			b.WriteString(`<p class="hsalab-note">` + escape(s) + "</p>\n")
		}
	}
	return b.String()
}

func (t Table) markupGroup(b *strings.Builder, g Group, words []bool) {
	b.WriteString("<tbody>")
	if g.Name != "" {
		b.WriteString(`<tr><th scope="rowgroup"` + t.aligned(true) + ` colspan="` + strconv.Itoa(len(t.Columns)+1) + `">` + escape(g.Name) + "</th></tr>\n")
	}
	for _, r := range g.Rows {
		b.WriteString(`<tr><th scope="row"` + t.aligned(true) + ">" + escape(r.Label) + "</th>")
		for i, c := range r.Cells {
			b.WriteString("<td" + t.aligned(words[i]) + ">" + t.markupCell(c) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n")
}

// aligned sets words flush left also where the page, as JupyterLab's, sets all cells flush right.
func (t Table) aligned(words bool) string {
	switch {
	case t.Prose:
		return ` style="text-align:left;vertical-align:top"`
	case words:
		return ` style="text-align:left"`
	}
	return ""
}

// sentence is the length from which a text is read as words, whatever it begins with.
const sentence = 24

// wordColumns tells the columns that hold words, and signs for what there is none of, from those that hold numbers.
func (t Table) wordColumns() []bool {
	words, numbers := make([]bool, len(t.Columns)), make([]bool, len(t.Columns))
	for _, g := range t.Groups {
		for _, r := range g.Rows {
			for i, c := range r.Cells {
				text := Clean(c.Text)
				words[i] = words[i] || isWords(text)
				numbers[i] = numbers[i] || !isWords(text) && text != "–"
			}
		}
	}
	for i := range words {
		words[i] = words[i] && !numbers[i]
	}
	return words
}

func isWords(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first) || utf8.RuneCountInString(text) >= sentence
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
		main += ` <small style="white-space:nowrap">` + escape(beside) + "</small>"
	}
	return main
}

// escape cleans s and escapes it for HTML text and attributes.
func escape(s string) string { return html.EscapeString(Clean(s)) }
