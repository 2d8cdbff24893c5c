package viz

import (
	"fmt"
	"math"
	"strings"
)

// LaTeX returns the table as a table environment of the booktabs package: values
// with their intervals small beside them, the best bold, what is not told from
// it underlined, notes and provenance below. Texts are escaped.
func (t Table) LaTeX() (string, error) {
	if err := t.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("% needs \\usepackage{booktabs}\n")
	if p := t.Provenance.String(); p != "" {
		b.WriteString("% " + latexComment(p) + "\n")
	}
	fmt.Fprintf(&b, "\\begin{table}\n\\centering\n\\caption{%s}\n\\begin{tabular}{%s}\n\\toprule\n", latex(t.caption()), t.latexColumns())
	t.latexHeads(&b)
	b.WriteString(latexRow(t.Corner, t.Columns, latex) + "\\midrule\n")
	for i, g := range t.Groups {
		if i > 0 {
			b.WriteString("\\addlinespace\n")
		}
		if g.Name != "" {
			fmt.Fprintf(&b, "\\multicolumn{%d}{l}{\\emph{%s}} \\\\\n", len(t.Columns)+1, latex(g.Name))
		}
		for _, r := range g.Rows {
			b.WriteString(latexRow(r.Label, r.Cells, t.latexCell))
		}
	}
	b.WriteString("\\bottomrule\n\\end{tabular}\n")
	t.latexNotes(&b)
	b.WriteString("\\end{table}\n")
	return b.String(), nil
}

// latexColumns is the preamble of the table; paragraphs share the width of the line.
func (t Table) latexColumns() string {
	if !t.Prose {
		return "l" + strings.Repeat("r", len(t.Columns))
	}
	n := len(t.Columns) + 1
	return strings.Repeat(fmt.Sprintf("p{%.2f\\linewidth}", 0.9/float64(n)), n)
}

// caption returns title and caption as one text.
func (t Table) caption() string {
	title := strings.TrimSuffix(Clean(t.Title), ".") + "."
	return strings.TrimSpace(title + " " + Clean(t.Caption))
}

// latexHeads writes the headings over columns, each over a rule of its own.
func (t Table) latexHeads(b *strings.Builder) {
	if t.Heads == nil {
		return
	}
	var rules strings.Builder
	at := 2
	for _, h := range t.Heads {
		fmt.Fprintf(b, " & \\multicolumn{%d}{c}{%s}", h.Columns, latex(h.Name))
		if Clean(h.Name) != "" {
			fmt.Fprintf(&rules, "\\cmidrule(lr){%d-%d}", at, at+h.Columns-1)
		}
		at += h.Columns
	}
	b.WriteString(" \\\\\n" + rules.String() + "\n")
}

func latexRow[T any](label string, cells []T, format func(T) string) string {
	parts := []string{latex(label)}
	for _, c := range cells {
		parts = append(parts, format(c))
	}
	return strings.Join(parts, " & ") + " \\\\\n"
}

func (t Table) latexCell(c Cell) string {
	if c.Text == "" && math.IsNaN(c.Value) {
		return "--"
	}
	main, beside := t.parts(c)
	main = latex(main)
	switch {
	case c.Best:
		main = "\\textbf{" + main + "}"
	case c.Tied:
		main = "\\underline{" + main + "}"
	}
	if beside != "" {
		main += " {\\scriptsize " + latex(beside) + "}"
	}
	return main
}

// latexNotes explains the marks and adds test and footnotes.
func (t Table) latexNotes(b *strings.Builder) {
	var notes []string
	for _, n := range t.notes() {
		n = strings.Replace(n, "* best", "Bold: best", 1)
		n = strings.Replace(n, "° not", "Underlined: not", 1)
		notes = append(notes, latex(strings.TrimSuffix(n, ".")+"."))
	}
	if len(notes) > 0 {
		b.WriteString("\\par\\smallskip\\footnotesize " + strings.Join(notes, " ") + "\n")
	}
}

var latexEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `&`, `\&`, `#`, `\#`, `%`, `\%`, `_`, `\_`,
	`~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`, `<`, `\textless{}`, `>`, `\textgreater{}`,
	`[`, `{[}`, `]`, `{]}`, "`", "\\textasciigrave{}", `−`, `$-$`, `×`, `$\times$`, `†`, `\dag{}`, `°`, `\textdegree{}`, "–", "--", "…", `\dots{}`, `@`, `{@}`, `|`, `\textbar{}`,
)

// latex cleans s and escapes it for the text of a document.
func latex(s string) string { return latexEscapes.Replace(Clean(s)) }

// latexComment keeps s on one line of a comment.
func latexComment(s string) string { return strings.ReplaceAll(Clean(s), "^", "") }
