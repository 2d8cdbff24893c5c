package experiments

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/experiments/results"
)

// cardKey is what was asked of a model: a task at a length with a top-K.
type cardKey struct {
	Task, Haystack string
	Length, TopK   int
}

// cardCell is what came out of it.
type cardCell struct {
	cardKey
	ratio            float64 // length over that of training
	accuracy, recall results.Estimate
}

// measure estimates accuracy and recall@K of the rows of [Trained.forCard], the tasks in order and each by length.
func (t Trained) measure(rows []results.Row) ([]cardCell, error) {
	key := func(r results.Row) cardKey { return cardKey{r.Task, r.Haystack, r.Length, r.TopK} }
	accuracy, err := results.Aggregate(rows, key, results.Accuracy, results.Options{})
	if err != nil {
		return nil, err
	}
	recall, err := results.Aggregate(rows, key, results.Recall, results.Options{})
	if err != nil {
		return nil, err
	}
	var list []cardCell
	for _, c := range accuracy {
		f := cardCell{cardKey: c.Key, accuracy: c.Estimate, ratio: float64(c.Key.Length) / float64(max(1, t.Config().TrainingLength))}
		if i := slices.IndexFunc(recall, func(r results.Cell[cardKey]) bool { return r.Key == c.Key }); i >= 0 {
			f.recall = recall[i].Estimate
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b cardCell) int {
		return cmp.Or(cmp.Compare(a.Task, b.Task), cmp.Compare(a.Haystack, b.Haystack), cmp.Compare(a.TopK, b.TopK), cmp.Compare(a.Length, b.Length))
	})
	return list, nil
}

// forCard are the rows that the card shows, each question once: answers scored by teacher-forced exact match, with evidence
// anywhere in the text.
func (t Trained) forCard(rows []results.Row) []results.Row {
	seen := map[results.ID]bool{}
	var kept []results.Row
	for _, r := range rows {
		r.Variant = t.Name // the same weights may have been measured under several names
		if r.At != "" || r.Rule == results.Generate || r.YaRN != 0 || seen[r.ID()] {
			continue
		}
		seen[r.ID()] = true
		kept = append(kept, r)
	}
	return kept
}

// measuredPart is the part of the card with the results.
func measuredPart(list []cardCell, rows []results.Row) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("## Measured")
	line("")
	if len(list) == 0 {
		line("Nothing yet beside the last steps of training: `hsalab eval DIR --out rows.jsonl` measures, and")
		line("`hsalab export RUN --out DIR --rows rows.jsonl` writes it here.")
		return b.String()
	}
	line("| task | tokens | top-K | accuracy | recall@K | questions |")
	line("|---|---:|---:|---:|---:|---:|")
	for _, f := range list {
		line("| %s | %s | %s | %s | %s | %d in %d |", f.name(), f.tokens(), f.picks(), interval(f.accuracy), interval(f.recall), f.accuracy.Queries, f.accuracy.Sequences)
	}
	line("")
	line("Means with 95 %% intervals over questions and texts; accuracy: teacher-forced exact match; recall@K: share of questions whose gold chunk is among the picked. Questions: how many, in how many texts. %s", origin(rows))
	return b.String()
}

func (a cardKey) name() string {
	if a.Haystack == "" || strings.HasSuffix(a.Task, a.Haystack) {
		return a.Task
	}
	return a.Task + ", " + a.Haystack
}

func (f cardCell) tokens() string {
	if f.ratio < 10 {
		return fmt.Sprintf("%d (%.2g×)", f.Length, f.ratio)
	}
	return fmt.Sprintf("%d (%.0f×)", f.Length, f.ratio)
}

func (a cardKey) picks() string {
	if a.TopK == 0 {
		return "all"
	}
	return fmt.Sprint(a.TopK)
}

func interval(e results.Estimate) string {
	if e.Queries == 0 {
		return "not measured"
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f]", e.Mean, e.Low, e.High)
}

// origin says how rows were made.
func origin(rows []results.Row) string {
	commands, commits := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		commands[withoutFolders(r.Command)], commits[r.Commit] = true, true
	}
	list := func(set map[string]bool) []string {
		var names []string
		for name := range set {
			if name != "" {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names
	}
	text := ""
	switch names := list(commands); {
	case len(names) > 3:
		text = fmt.Sprintf("Made with %d commands, among them `%s`", len(names), names[0])
	case len(names) > 0:
		text = "Made with `" + strings.Join(names, "`, `") + "`"
	}
	if names := list(commits); text != "" && len(names) > 0 {
		text += ", code " + strings.Join(names, ", ")
	}
	if text == "" {
		return ""
	}
	return text + "."
}
