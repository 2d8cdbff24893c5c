package report

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/viz"
)

// picturesDir is where the files of the figures lie, beside index.html.
const picturesDir = "figures"

// Write writes the report into dir: the files of every figure (PNG, SVG and PDF, or Markdown, LaTeX and CSV of a table),
// the verdicts as claims.md and claims.json, and index.html with everything, interactive and offline. It returns the path
// of that. Each file appears whole or not at all.
func (r *Report) Write(dir string, progress func(name string)) (index string, err error) {
	if err := os.MkdirAll(filepath.Join(dir, picturesDir), 0o755); err != nil {
		return "", fmt.Errorf("report: %w: choose a directory that you can write to", err)
	}
	w := newWorkers(progress)
	for _, d := range r.Drawn {
		if d.KeptOnly {
			continue
		}
		w.start(func() error {
			defer w.done(d.Name)
			for _, l := range d.links() {
				if err := viz.Save(filepath.Join(dir, filepath.FromSlash(l.Path)), d.Figure); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, name := range []string{"claims.md", "claims.json"} {
		w.start(func() error { return claims.Save(filepath.Join(dir, name), r.Verdicts) })
	}
	if err := w.wait(); err != nil {
		return "", err
	}
	index = filepath.Join(dir, "index.html")
	return index, viz.SavePage(index, r.page())
}

// links lead to the files of a figure.
func (d Drawing) links() []viz.Link {
	exts := []string{"png", "svg", "pdf"}
	if !viz.HasPicture(d.Figure) {
		exts = []string{"md", "tex", "csv"}
	}
	var list []viz.Link
	for _, ext := range exts {
		list = append(list, viz.Link{Text: strings.ToUpper(ext), Path: picturesDir + "/" + d.Name + "." + ext})
	}
	return list
}

// page is the offline report.
func (r *Report) page() viz.Page {
	p := viz.Page{
		Title: "Every figure and table, from the committed results",
		Intro: "Each number comes from rows that the repository holds, one a question: \"hsalab reproduce\" draws this page from them, and " +
			"\"hsalab reproduce --recompute --figure NAME\" measures again what a study shows.\n\n" + r.tally(),
		Sections: []viz.Section{{
			Heading: "The paper's claims", Text: "No verdict is written by hand: each is computed from rows by a rule whose tolerances stand in experiments/claims/claims.toml. " +
				"Most of these models have 0.2 million parameters; the paper's have 240 million. What is not reproduced at this scale may well hold at that.",
			Figures: []viz.Figure{claims.Brief(r.Verdicts), claims.Table(r.Verdicts)},
			Links:   []viz.Link{{Text: "MD", Path: "claims.md"}, {Text: "JSON", Path: "claims.json"}},
		}},
	}
	listed := map[string]bool{}
	for _, d := range r.Drawn {
		if d.KeptOnly {
			continue
		}
		s := d.section()
		if listed[d.Rows] {
			s.Pre = "" // the commands stand with the first figure of the same rows
		}
		listed[d.Rows] = true
		p.Sections = append(p.Sections, s)
	}
	if len(r.Missing) > 0 {
		p.Sections = append(p.Sections, viz.Section{Heading: "Not here", Text: "No results are committed for figures of: " + strings.Join(r.Missing, ", ") + "."})
	}
	return p
}

// tally counts the verdicts.
func (r *Report) tally() string {
	counts := map[claims.Outcome]int{}
	for _, v := range r.Verdicts {
		counts[v.Outcome]++
	}
	return fmt.Sprintf("Of %d measures of the paper's claims, %d are reproduced, %d are not, and %d are not testable at this scale.",
		len(r.Verdicts), counts[claims.Reproduced], counts[claims.NotReproduced], counts[claims.NotTestable])
}

// section shows a figure, how to read it, and where it comes from.
func (d Drawing) section() viz.Section {
	text := d.Shows
	switch {
	case strings.HasPrefix(d.Paper, "beyond"):
		text += " B" + d.Paper[1:] + "."
	case d.Paper != "":
		text += " In the paper: " + d.Paper + "."
	}
	text += fmt.Sprintf(" Drawn from %d rows of experiments/records/%s.jsonl.gz.", d.N, d.Rows)
	s := viz.Section{Heading: d.Title, Text: text, Figures: []viz.Figure{d.Figure}, Links: d.links()}
	if figures.Counted(d.Commands) {
		s.Pre = strings.Join(d.Commands, "\n")
	}
	return s
}
