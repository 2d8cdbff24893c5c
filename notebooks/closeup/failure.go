package closeup

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// mostTexts is how many texts are searched for a question that goes wrong.
const mostTexts = 40

// Failure looks for a question that a model answers wrongly, in texts of a length with some haystack, and walks through
// its retrieval: what was scored, picked and read, and which chunks outranked the right one. nth is which of the wrong
// answers to show, from 1.
func Failure(model, haystack string, length, nth int) {
	r, err := open(model, haystack)
	show.Check(err)
	defer r.model.Close()
	found, err := r.failure(context.Background(), length, nth)
	show.Check(err)
	walk, err := found.probe.Walk(context.Background(), r.model, found.question)
	show.Check(err)
	walk.Title = fmt.Sprintf("%s, right is %s, answered %s", walk.Title, found.answer().Right, found.answer().Predicted)
	show.Figures(walk, found.rivals())
}

// failed is a question that went wrong.
type failed struct {
	probe    *experiments.Probe
	reading  *experiments.Reading
	question int
	text     int // number of its text
}

func (f failed) answer() experiments.Answer { return f.reading.Answers[f.question] }

// failure searches texts in their order.
func (r *reader) failure(ctx context.Context, length, nth int) (failed, error) {
	seen, asked := 0, 0
	for i := range mostTexts {
		p, err := r.probe(i, length)
		if err != nil {
			return failed{}, err
		}
		reading, err := r.read(ctx, p)
		if err != nil {
			return failed{}, err
		}
		for n, a := range reading.Answers {
			asked++
			if a.Correct {
				continue
			}
			if seen++; seen == nth {
				return failed{p, reading, n, i}, nil
			}
		}
	}
	return failed{}, fmt.Errorf("closeup: %s answered %d of %d questions wrongly at %d tokens, fewer than %d: ask for an earlier one, or for longer texts", r.trained.Name, seen, asked, length, nth)
}

// shownRivals is how many chunks a table of rivals has at least.
const shownRivals = 6

// rivals are the chunks that scored best for the question, down to the right one where that is near.
func (f failed) rivals() viz.Table {
	a := f.answer()
	group := f.reading.Tail.Groups[len(f.reading.Tail.Groups)-1]
	row := f.reading.Tail.Row(0, f.reading.Sample.Queries[f.question].Position-f.reading.Tail.First)
	scores := group.AllScores[row]
	t := viz.Table{
		Title: fmt.Sprintf("The chunks that scored best for %s", a.Question), Corner: "place", Decimals: 2,
		Columns: []string{"chunk", "score", "weight", "verdict", "what it says"},
		Caption: fmt.Sprintf("Text %d, %d tokens. The right answer %s has the probability %.3f.", f.text, len(f.reading.Sample.Tokens), a.Right, a.Probability),
	}
	var rows []viz.Row
	for place, c := range byScore(scores) {
		if place >= shownRivals && c != a.GoldChunk {
			continue
		}
		weight, picked := group.Weight(row, c)
		rows = append(rows, viz.Row{Label: fmt.Sprint(place + 1), Cells: []viz.Cell{
			{Text: fmt.Sprint(c)}, {Value: float64(scores[c])}, {Value: float64(weight)}, {Text: mark(c == a.GoldChunk, picked)}, {Text: f.reading.Chunk(c)},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Provenance = viz.Provenance{Weights: f.reading.Weights}
	return t
}

// byScore are the chunks from the best score to the worst.
func byScore(scores []float32) []int {
	order := make([]int, 0, len(scores))
	for c, s := range scores {
		if !math.IsInf(float64(s), 0) {
			order = append(order, c)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	return order
}

// mark says what a chunk is to a question.
func mark(gold, picked bool) string {
	switch {
	case gold && picked:
		return "gold, picked"
	case gold:
		return "gold, not picked"
	case picked:
		return "picked"
	}
	return "not picked"
}
