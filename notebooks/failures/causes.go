package failures

import (
	"fmt"

	"github.com/hsalab/hsalab/experiments/figures"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Depth shows accuracy and recall of a model in a haystack, by the depth of the needle and the length of the text.
func Depth(model, haystack string) {
	rows, err := selectRows(model, haystack)
	show.Check(err)
	fig, err := figures.DepthMap(rows, figures.TableOptions{Title: fmt.Sprintf("%s, %s: accuracy by depth and length", model, haystack)})
	for _, measures := range [][][]viz.Measure{fig.Accuracy, fig.Recall} {
		for _, row := range measures {
			for i := range row {
				row[i].N = 0 // there is no room for it in so many columns; Causes has the numbers
			}
		}
	}
	show.Figure(fig, err)
}

// cause is why an answer is wrong, or right.
type cause int

const (
	right     cause = iota // picked and answered
	guessed                // answered without the gold chunk
	unpicked               // the gold chunk is not among the picked
	outweighs              // it is picked, and others together outweigh it
	misread                // it has most of the weight, and the answer is another
	causes
)

// names are the causes in words.
var names = [causes]string{"right", "right without the gold chunk", "wrong: not picked", "wrong: picked, outweighed", "wrong: picked, misread"}

// half is the weight from which on the gold chunk outweighs all others together.
const half = 0.5

// causeOf says what became of a question whose retrieval was measured.
func causeOf(r results.Row) cause {
	switch {
	case r.Correct && r.Hit:
		return right
	case r.Correct:
		return guessed
	case !r.Hit:
		return unpicked
	case r.GoldWeight < half:
		return outweighs
	}
	return misread
}

// Causes shows what went wrong, by length: of all questions the share that is answered, and of the others whether the
// gold chunk was not picked, was outweighed by other picks, or was read wrongly.
func Causes(model, haystack string) {
	rows, err := selectRows(model, haystack)
	show.Check(err)
	show.Figures(causeTable(fmt.Sprintf("%s, %s: what becomes of a question", model, haystack), rows))
}

// Commonest says why a model fails most often past its training length, and holds later runs to it.
func Commonest(model, haystack string) {
	rows, err := selectRows(model, haystack)
	show.Check(err)
	at, count := commonest(rows)
	show.Holds(fmt.Sprintf("%s, %s, past the training length: the commonest failure is %q", model, haystack, names[at]), count > 0)
}

// commonest is the cause of most wrong answers past the training length, and how many it has.
func commonest(rows []results.Row) (cause, int) {
	var count [causes]int
	for _, r := range rows {
		if r.Ratio > 1 {
			count[causeOf(r)]++
		}
	}
	worst := unpicked
	for c := unpicked; c < causes; c++ {
		if count[c] > count[worst] {
			worst = c
		}
	}
	return worst, count[worst]
}

func causeTable(title string, rows []results.Row) viz.Table {
	t := viz.Table{
		Title: title, Corner: "length", Decimals: 3, Provenance: figures.Origin(rows),
		Columns: append([]string{"questions"}, names[:]...),
		Caption: fmt.Sprintf("Shares of all questions of a length. Outweighed: the gold chunk has less than %g of the chunk weight.", half),
	}
	var list []viz.Row
	for _, ratio := range ratios(rows) {
		var count [causes]float64
		n, length := 0.0, 0
		for _, r := range rows {
			if r.Ratio == ratio {
				count[causeOf(r)]++
				n++
				length = r.Length
			}
		}
		row := viz.Row{Label: fmt.Sprintf("%g× (%d tokens)", ratio, length), Cells: []viz.Cell{{Text: fmt.Sprint(n)}}}
		for _, c := range count {
			row.Cells = append(row.Cells, viz.Cell{Value: c / n})
		}
		list = append(list, row)
	}
	t.Groups = []viz.Group{{Rows: list}}
	return t
}
