package closeup

import (
	"context"
	"fmt"

	"github.com/hsalab/hsalab/data/recall"
	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// straddlingShare is the share of needles that lie across two chunks in the texts of [Straddling].
const straddlingShare = 0.5

// Straddling has models read texts in which every second needle lies across two chunks, the key at the end of one and
// the value at the start of the next, and shows what that costs: answers, and which of the two chunks is retrieved.
func Straddling(length, texts int, models ...string) {
	table, found, err := straddling(context.Background(), length, texts, models)
	show.Figure(table, err)
	for i, e := range found {
		show.Holds(fmt.Sprintf("%s: where the evidence lies across two chunks, that of the key has more weight than that of the value", models[i]), mean(e.keysWeight) > mean(e.weight))
	}
}

// straddling makes the table, and gives what became of the questions whose evidence lies across two chunks, by model.
func straddling(ctx context.Context, length, texts int, models []string) (viz.Table, []*evidence, error) {
	var found []*evidence
	t := viz.Table{
		Title: fmt.Sprintf("Evidence inside a chunk and across two, %d tokens", length), Corner: "evidence", Decimals: 2,
		Columns: []string{"questions", "accuracy", "value's chunk picked", "weight on it", "weight on the key's chunk"},
		Caption: fmt.Sprintf("%d texts a model, with 95 %% intervals; the key's and the value's chunk are the same where the evidence lies inside one. No model was trained on evidence across two.", texts),
	}
	for _, name := range models {
		r, err := open(name, "")
		if err != nil {
			return t, nil, err
		}
		defer r.model.Close()
		if err := r.straddle(); err != nil {
			return t, nil, err
		}
		inside, across, err := r.evidence(ctx, length, texts)
		if err != nil {
			return t, nil, err
		}
		found = append(found, across)
		group := viz.Group{Name: name}
		for _, e := range []*evidence{inside, across} {
			row, err := e.row()
			if err != nil {
				return t, nil, err
			}
			group.Rows = append(group.Rows, row)
		}
		t.Groups = append(t.Groups, group)
	}
	return t, found, nil
}

// straddle gives the reader texts with needles across chunks.
func (r *reader) straddle() error {
	if r.trained.Task.Symbols == nil {
		return fmt.Errorf("closeup: %s does not read symbols; only texts of symbols can place needles across chunks", r.trained.Name)
	}
	task, err := recall.New(r.trained.Task.Symbols.Straddling(straddlingShare))
	r.task = task
	return err
}

// evidence is what became of the questions whose evidence lies in the same way, by text.
type evidence struct {
	label                             string
	right, picked, weight, keysWeight [][]float64 // [text][question]
}

// evidence reads texts and parts their questions.
func (r *reader) evidence(ctx context.Context, length, texts int) (inside, across *evidence, err error) {
	inside, across = &evidence{label: "inside one chunk"}, &evidence{label: "across two chunks"}
	for i := range texts {
		p, err := r.probe(i, length)
		if err != nil {
			return nil, nil, err
		}
		reading, err := r.read(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		inside.begin()
		across.begin()
		for n, q := range p.Sample.Queries {
			chunks := q.Evidence.Chunks(p.Chunk)
			if len(chunks) > 1 {
				across.add(reading, n, chunks[0])
			} else {
				inside.add(reading, n, chunks[0])
			}
		}
	}
	return inside, across, nil
}

// begin makes room for the questions of the next text.
func (e *evidence) begin() {
	for _, m := range []*[][]float64{&e.right, &e.picked, &e.weight, &e.keysWeight} {
		*m = append(*m, nil)
	}
}

// add takes note of a question whose key lies in a chunk.
func (e *evidence) add(r *experiments.Reading, question, keysChunk int) {
	a := r.Answers[question]
	group := r.Tail.Groups[len(r.Tail.Groups)-1]
	row := r.Tail.Row(0, r.Sample.Queries[question].Position-r.Tail.First)
	weight, picked := group.Weight(row, a.GoldChunk)
	keys, _ := group.Weight(row, keysChunk)
	for _, m := range []struct {
		to    *[][]float64
		value float64
	}{{&e.right, zeroOne(a.Correct)}, {&e.picked, zeroOne(picked)}, {&e.weight, float64(weight)}, {&e.keysWeight, float64(keys)}} {
		last := len(*m.to) - 1
		(*m.to)[last] = append((*m.to)[last], m.value)
	}
}

// mean is over all questions of all texts.
func mean(texts [][]float64) float64 {
	sum, n := 0.0, 0.0
	for _, t := range texts {
		for _, x := range t {
			sum += x
			n++
		}
	}
	return sum / n
}

func zeroOne(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// row is the means with their intervals.
func (e *evidence) row() (viz.Row, error) {
	row := viz.Row{Label: e.label, Cells: []viz.Cell{{}}}
	for _, m := range [][][]float64{e.right, e.picked, e.weight, e.keysWeight} {
		found, err := results.EstimateMean(results.Nested{withQuestions(m)}, results.Options{Draws: 500})
		if err != nil {
			return row, fmt.Errorf("closeup: %s: %w: read more texts", e.label, err)
		}
		row.Cells[0].Text = fmt.Sprint(found.Queries)
		row.Cells = append(row.Cells, viz.Cell{Value: found.Mean, Low: found.Low, High: found.High})
	}
	return row, nil
}

// withQuestions leaves out texts without a question of the kind.
func withQuestions(texts [][]float64) [][]float64 {
	var list [][]float64
	for _, t := range texts {
		if len(t) > 0 {
			list = append(list, t)
		}
	}
	return list
}
