package viz_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/viz"
)

// TestLaTeX reads rows, marks and headings of a table back.
func TestLaTeX(t *testing.T) {
	tex, err := ablation().LaTeX()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`\begin{tabular}{lrrrr}`, `& \multicolumn{2}{c}{noise} & \multicolumn{2}{c}{decoys} \\`, `\cmidrule(lr){2-3}\cmidrule(lr){4-5}`,
		`\textbf{0.991} {\scriptsize {[}0.985, 0.997{]} n=192}`, `\underline{0.988}`, `& -- \\`, `& diverged \\`, "Holm-corrected", "% Command: ",
	} {
		if !strings.Contains(tex, want) {
			t.Errorf("LaTeX lacks %s", want)
		}
	}
}

var (
	texEscaped = regexp.MustCompile(`\\[{}$&#%_]`)
	texKnown   = map[string]bool{
		"begin": true, "end": true, "centering": true, "caption": true, "toprule": true, "midrule": true, "bottomrule": true, "cmidrule": true,
		"multicolumn": true, "emph": true, "addlinespace": true, "textbf": true, "underline": true, "scriptsize": true, "footnotesize": true,
		"par": true, "smallskip": true, "textbackslash": true, "textless": true, "textgreater": true, "textasciitilde": true,
		"textasciicircum": true, "textasciigrave": true, "textbar": true, "dots": true, "times": true, "dag": true, "textdegree": true,
	}
)

// TestLaTeXHostileText: braces balance, every command is one that the writer
// itself uses, and no row gets more cells.
func TestLaTeXHostileText(t *testing.T) {
	tex, err := poisoned(ablation()).(viz.Table).LaTeX()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(tex, "\n") {
		if strings.HasPrefix(line, "%") {
			continue // one line, so a comment whatever it holds
		}
		bare := texEscaped.ReplaceAllString(line, "")
		if strings.Count(bare, "{") != strings.Count(bare, "}") || strings.ContainsAny(strings.ReplaceAll(bare, "$\\times$", ""), "#%$^~") {
			t.Errorf("not safe: %s", line)
		}
		if n := strings.Count(bare, "&"); n != 0 && n != 4 && n != 2 {
			t.Errorf("%d cells: %s", n+1, line)
		}
		for _, m := range regexp.MustCompile(`\\([a-zA-Z]+)`).FindAllStringSubmatch(bare, -1) {
			if !texKnown[m[1]] {
				t.Errorf("command \\%s comes from data", m[1])
			}
		}
	}
}
