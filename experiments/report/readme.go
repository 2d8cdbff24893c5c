package report

import (
	"errors"
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

// Rewrite returns the README with the table of each block as it is found by its name: by [Report.Find] as drawn from rows, or
// by [figures.Drawn] as it is kept. stale names the blocks that were otherwise. What stands outside of blocks stays as it is.
func Rewrite(readme []byte, find func(name string) (viz.Figure, error)) (rewritten []byte, stale []string, err error) {
	if opened := strings.Count(string(readme), "<!-- table "); opened != len(Marked(readme)) {
		return nil, nil, fmt.Errorf("report: %d blocks are opened by <!-- table NAME -->, but %d closed by <!-- end -->", opened, len(Marked(readme)))
	}
	rewritten = mark.ReplaceAllFunc(readme, func(block []byte) []byte {
		name := string(mark.FindSubmatch(block)[1])
		table, blockErr := markdown(name, find)
		if blockErr != nil {
			err = errors.Join(err, blockErr)
			return block
		}
		fresh := fmt.Sprintf("<!-- table %s -->\n%s<!-- end -->", name, table)
		if fresh != string(block) {
			stale = append(stale, name)
		}
		return []byte(fresh)
	})
	return rewritten, stale, err
}

// markdown is the table of a block, and its notes.
func markdown(name string, find func(string) (viz.Figure, error)) (string, error) {
	fig, err := find(name)
	if err != nil {
		return "", fmt.Errorf("report: block %q: %w", name, err)
	}
	switch fig := fig.(type) {
	case viz.Table:
		return bare(fig)
	case viz.Curve:
		return bare(figures.CurveTable(fig))
	}
	return "", fmt.Errorf("report: block %q: a %T is no table", name, fig)
}

// Find returns a figure by its name, or the verdicts: claims in short, claims-in-brief in a line a claim, claims-in-full with all that was measured.
func (r *Report) Find(name string) (viz.Figure, error) {
	var names []string
	for _, d := range append(slices.Clone(r.Drawn), r.verdicts()...) {
		if d.Name == name {
			return d.Figure, nil
		}
		names = append(names, d.Name)
	}
	return nil, fmt.Errorf("there is no figure of that name; there is: %s", strings.Join(names, ", "))
}

// Names of the tables of the claims.
const (
	claimsName       = "claims"
	claimsBriefName  = "claims-in-brief"
	claimsInFullName = "claims-in-full"
)

// verdicts are the tables of the claims.
func (r *Report) verdicts() []Drawing {
	return []Drawing{
		{Spec: Spec{Name: claimsName}, Figure: claims.Summary(r.Verdicts)},
		{Spec: Spec{Name: claimsBriefName}, Figure: claims.Brief(r.Verdicts)},
		{Spec: Spec{Name: claimsInFullName}, Figure: claims.Table(r.Verdicts)},
	}
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
