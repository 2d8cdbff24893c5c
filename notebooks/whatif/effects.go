package whatif

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// untouched is the model as it is.
const untouched = "as it is"

// questionsTail is the tail of the texts of [Effects]: few questions, so that there are chunks without evidence.
const questionsTail = 16

// Effects has a model that reads symbols read texts of a length, as it is and with each change, and shows what each is
// worth: accuracy, its difference with a 95 % interval, and what was retrieved. Marked is what the sign-flip test over
// texts puts below 0.05 after Holm's correction.
func Effects(model string, length, texts int) {
	rows, err := measure(context.Background(), model, length, texts)
	show.Check(err)
	list, err := effects(rows)
	show.Check(err)
	show.Figures(effectTable(fmt.Sprintf("%s, %d texts of %d tokens: what each change is worth", model, texts, length), rows, list))
	for _, e := range list {
		switch e.name {
		case goldHidden, branchCut:
			show.Holds(fmt.Sprintf("%s, %d tokens: accuracy falls with %s, and the interval says so", model, length, e.name), e.High < 0)
		case othersHidden:
			show.Holds(fmt.Sprintf("%s, %d tokens: accuracy with %s is not told from that without", model, length, e.name), e.Interval.Contains(0))
		}
	}
}

// measure is a row a question and treatment.
func measure(ctx context.Context, name string, length, texts int) ([]results.Row, error) {
	trained, err := experiments.Open(name)
	if err != nil {
		return nil, err
	}
	task, err := trained.HeldOut("noise")
	if err != nil {
		return nil, err
	}
	model, err := trained.Model("")
	if err != nil {
		return nil, err
	}
	defer model.Close()
	changed, err := newChanged(model)
	if err != nil {
		return nil, err
	}
	defer changed.close()
	byText := make([][]results.Row, texts)
	errs := make([]error, texts)
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i := range texts {
		wg.Go(func() {
			places <- struct{}{}
			byText[i], errs[i] = changed.treat(ctx, task, i, length)
			<-places
		})
	}
	wg.Wait()
	var rows []results.Row
	for _, r := range byText {
		rows = append(rows, r...)
	}
	return rows, errors.Join(errs...)
}

func rowsOf(variant, task string, sample int, r *experiments.Reading) []results.Row {
	group := r.Tail.Groups[len(r.Tail.Groups)-1]
	var rows []results.Row
	for i, a := range r.Answers {
		_, hit := group.Weight(r.Tail.Row(0, r.Sample.Queries[i].Position-r.Tail.First), a.GoldChunk)
		rows = append(rows, results.Row{
			Variant: variant, Task: task, Length: len(r.Sample.Tokens), Sample: sample, Query: i,
			Correct: a.Correct, GoldChunk: a.GoldChunk, GoldWeight: a.GoldWeight, Hit: hit,
		})
	}
	return rows
}

func hit(r results.Row) (float64, bool) {
	if r.Hit {
		return 1, true
	}
	return 0, true
}

func goldWeight(r results.Row) (float64, bool) { return r.GoldWeight, true }

// effect is what one treatment did.
type effect struct {
	treatment
	results.Difference
	rows []results.Row
	p    float64 // Holm-corrected
}

// significant is the level at which a difference is marked.
const significant = 0.05

// statistics are those of every interval here.
var statistics = results.Options{Draws: 500}

// effects compares every treatment with the model as it is.
func effects(rows []results.Row) ([]effect, error) {
	by := map[string][]results.Row{}
	for _, r := range rows {
		by[r.Variant] = append(by[r.Variant], r)
	}
	var list []effect
	var ps []float64
	for _, t := range treatments {
		d, err := results.Paired(by[t.name], by[untouched], results.Accuracy, statistics)
		if err != nil {
			return nil, fmt.Errorf("whatif: %s: %w", t.name, err)
		}
		list = append(list, effect{treatment: t, Difference: d, rows: by[t.name]})
		ps = append(ps, d.PSequences)
	}
	for i, p := range results.Holm(ps) {
		list[i].p = p
	}
	return list, nil
}

func effectTable(title string, rows []results.Row, list []effect) viz.Table {
	t := viz.Table{
		Title: title, Corner: "change", Decimals: 2, Columns: []string{"accuracy", "difference", "p (Holm)", "gold chunk picked", "gold weight"},
		Caption:   "Difference in accuracy from the model as it is, on the same texts and questions, with 95 % interval.",
		Footnotes: []string{fmt.Sprintf("p: sign-flip test over texts, Holm-corrected for %d changes; † below %g. It speaks of these weights, not of others trained alike.", len(list), significant)},
	}
	var before []results.Row
	for _, r := range rows {
		if r.Variant == untouched {
			before = append(before, r)
		}
	}
	t.Groups = []viz.Group{{Rows: []viz.Row{{Label: untouched, Cells: append([]viz.Cell{{Value: mean(before, results.Accuracy)}, {Text: "–"}, {Text: "–"}}, retrieved(before)...)}}}}
	for _, e := range list {
		if last := &t.Groups[len(t.Groups)-1]; last.Name != e.group {
			t.Groups = append(t.Groups, viz.Group{Name: e.group})
		}
		last := &t.Groups[len(t.Groups)-1]
		last.Rows = append(last.Rows, e.row())
	}
	return t
}

func (e effect) row() viz.Row {
	p := fmt.Sprintf("%.3f", e.p)
	if e.p < significant {
		p += " †"
	}
	cells := []viz.Cell{{Value: mean(e.rows, results.Accuracy)}, {Value: e.Mean, Low: e.Low, High: e.High}, {Text: p}}
	return viz.Row{Label: e.name, Cells: append(cells, retrieved(e.rows)...)}
}

// retrieved is how often the gold chunk was picked, and its mean weight.
func retrieved(rows []results.Row) []viz.Cell {
	return []viz.Cell{{Value: mean(rows, hit)}, {Value: mean(rows, goldWeight)}}
}

func mean(rows []results.Row, of results.Metric) float64 {
	sum := 0.0
	for _, r := range rows {
		x, _ := of(r)
		sum += x
	}
	return sum / float64(len(rows))
}
