package yourtext

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/data/words"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/quickstart"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Vocabulary lists the words that can be keys and values of needles.
func Vocabulary() {
	show.Figures(viz.Table{
		Title: "The words of needles: magic KEY is VALUE .", Corner: "can be", Columns: []string{"words"},
		Groups: []viz.Group{{Rows: []viz.Row{
			{Label: "a key", Cells: []viz.Cell{{Text: strings.Join(recall.KeyWords(), ", ")}}},
			{Label: "a value", Cells: []viz.Cell{{Text: strings.Join(recall.ValueWords(), ", ")}}},
		}}},
	})
}

// shownUnknown is how many of the words that the model does not know are listed.
const shownUnknown = 20

// Known shows how much of the text the model can tell apart: words outside its vocabulary are all the same to it.
func (p Page) Known() { show.Figure(p.known()) }

func (p Page) known() (viz.Table, error) {
	if p.err != nil {
		return viz.Table{}, p.err
	}
	trained, err := experiments.Open(quickstart.TextModel)
	if err != nil {
		return viz.Table{}, err
	}
	total, unknown := 0, map[string]int{}
	for piece := range words.Pieces(p.text) {
		total++
		if !trained.Vocabulary.Has(piece.Text) {
			unknown[piece.Text]++
		}
	}
	if total == 0 {
		return viz.Table{}, fmt.Errorf("yourtext: the text is empty")
	}
	missing := 0
	for _, n := range unknown {
		missing += n
	}
	return viz.Table{
		Title: "What the model knows of the text", Corner: "what", Columns: []string{"value"}, Decimals: 3,
		Groups: []viz.Group{{Rows: []viz.Row{
			{Label: "words, digits and marks", Cells: []viz.Cell{{Text: fmt.Sprint(total)}}},
			{Label: "words of the vocabulary", Cells: []viz.Cell{{Text: fmt.Sprint(trained.Vocabulary.Size())}}},
			{Label: "share of the text that is in it", Cells: []viz.Cell{{Value: 1 - float64(missing)/float64(total)}}},
			{Label: "commonest words that are not", Cells: []viz.Cell{{Text: cmp.Or(commonest(unknown), "none")}}},
		}}},
	}, nil
}

// commonest are the words that are counted most, each with its count.
func commonest(counts map[string]int) string {
	list := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var shown []string
	for _, w := range list[:min(shownUnknown, len(list))] {
		shown = append(shown, fmt.Sprintf("%s %d", w, counts[w]))
	}
	return strings.Join(shown, ", ")
}

// Refused shows what the text cannot be asked, and what is said about it.
func (p Page) Refused(questions ...string) { show.Figure(p.refused(questions)) }

func (p Page) refused(questions []string) (viz.Table, error) {
	t := viz.Table{Title: "Questions that are refused", Corner: "question", Columns: []string{"what is said"}}
	if p.err != nil {
		return t, p.err
	}
	trained, err := experiments.Open(quickstart.TextModel)
	if err != nil {
		return t, err
	}
	var rows []viz.Row
	for _, q := range questions {
		said := "nothing: it can be asked"
		if _, err := experiments.Compose(trained, p.text, p.needles, []string{q}); err != nil {
			said = err.Error()
		}
		rows = append(rows, viz.Row{Label: q, Cells: []viz.Cell{{Text: said}}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	return t, nil
}
