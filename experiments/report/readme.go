package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/claims"
	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/viz"
)

// mark is one block of a README: what stands between <!-- table NAME --> and <!-- end -->.
var mark = regexp.MustCompile(`(?s)<!-- table ([a-z0-9-]+) -->\n(.*?)<!-- end -->`)

// Marked names the blocks of a README, in order.
func Marked(readme []byte) []string {
	var names []string
	for _, m := range mark.FindAllSubmatch(readme, -1) {
		names = append(names, string(m[1]))
	}
	return names
}

// Rewrite returns the README with the table of each block as the report draws it: a figure by its name, or claims. stale names the blocks
// that were otherwise. What stands outside of blocks stays as it is.
func (r *Report) Rewrite(readme []byte) (rewritten []byte, stale []string, err error) {
	rewritten = mark.ReplaceAllFunc(readme, func(block []byte) []byte {
		name := string(mark.FindSubmatch(block)[1])
		table, tableErr := r.block(name)
		if tableErr != nil {
			err = tableErr
			return block
		}
		fresh := fmt.Sprintf("<!-- table %s -->\n%s<!-- end -->", name, table)
		if fresh != string(block) {
			stale = append(stale, name)
		}
		return []byte(fresh)
	})
	if open := strings.Count(string(readme), "<!-- table "); err == nil && open != len(Marked(readme)) {
		err = fmt.Errorf("report: %d blocks are opened by <!-- table NAME -->, but %d closed by <!-- end -->", open, len(Marked(readme)))
	}
	return rewritten, stale, err
}

// block is the Markdown of one block: the table, its caption and its notes.
func (r *Report) block(name string) (string, error) {
	if name == "claims" {
		return bare(claims.Summary(r.Verdicts))
	}
	i := slices.IndexFunc(r.Drawn, func(d Drawing) bool { return d.Name == name })
	if i < 0 {
		return "", fmt.Errorf("report: block %q: there is no such figure; there is: claims, %s", name, strings.Join(r.names(), ", "))
	}
	switch fig := r.Drawn[i].Figure.(type) {
	case viz.Table:
		return bare(fig)
	case viz.Curve:
		return bare(figures.CurveTable(fig))
	default:
		return "", fmt.Errorf("report: block %q: a %T is no table", name, fig)
	}
}

func (r *Report) names() []string {
	var list []string
	for _, d := range r.Drawn {
		list = append(list, d.Name)
	}
	return list
}

// bare is a table in Markdown without its title, caption and provenance, which a README says in its own words.
func bare(t viz.Table) (string, error) {
	t.Caption, t.Provenance = "", viz.Provenance{}
	text, err := t.Markdown()
	if err != nil {
		return "", err
	}
	_, text, _ = strings.Cut(text, "\n\n") // the title
	return text, nil
}
