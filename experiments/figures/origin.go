package figures

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/viz"
)

// Origin says where rows come from: their commands, commits, weights and seeds. Many of a kind, or long ones, are counted: see [Counted].
func Origin(rows []results.Row) viz.Provenance {
	return viz.Provenance{
		Command: distinct(rows, "commands", func(r results.Row) string { return r.Command }),
		Commit:  distinct(rows, "commits", func(r results.Row) string { return r.Commit }),
		Weights: distinct(rows, "sets of weights", func(r results.Row) string { return weightsName(r) }),
		Seed:    distinct(rows, "seeds", func(r results.Row) string { return fmt.Sprint(r.Seed) }),
	}
}

func weightsName(r results.Row) string {
	if r.Weights == "" {
		return ""
	}
	return r.Variant + " " + r.Weights
}

// OriginOfDiagnoses says where diagnoses come from, as [Origin] does.
func OriginOfDiagnoses(list []results.Diagnosis) viz.Provenance {
	rows := make([]results.Row, len(list))
	for i, d := range list {
		rows[i] = results.Row{Variant: d.Variant, Seed: d.Seed, Weights: d.Weights, Command: d.Command, Commit: d.Commit}
	}
	return Origin(rows)
}

// Counted says whether values are only counted in the origin of a figure, since they are many or long.
func Counted(values []string) bool { return len(values) > 8 || len(strings.Join(values, "; ")) > 300 }

// distinct joins the different values of a field in order, or counts them.
func distinct(rows []results.Row, kind string, field func(results.Row) string) string {
	seen := map[string]bool{}
	var values []string
	for _, r := range rows {
		if v := field(r); v != "" && !seen[v] {
			seen[v] = true
			values = append(values, v)
		}
	}
	if Counted(values) {
		return fmt.Sprintf("%d %s", len(values), kind)
	}
	slices.Sort(values)
	return strings.Join(values, "; ")
}

// over returns p with its empty fields taken from the rows.
func over(p viz.Provenance, rows []results.Row) viz.Provenance {
	from := Origin(rows)
	for _, f := range []struct{ to, from *string }{
		{&p.Command, &from.Command}, {&p.Commit, &from.Commit}, {&p.Weights, &from.Weights}, {&p.Seed, &from.Seed},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	return p
}

// Machines says which hardware computed rows, as they say it themselves; "" where none does.
func Machines(rows []results.Row) string {
	return distinct(rows, "machines", func(r results.Row) string { return r.Hardware })
}
