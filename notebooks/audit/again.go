package audit

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/experiments/eval"
	"github.com/hsalab/hsalab/experiments/records"
	"github.com/hsalab/hsalab/experiments/results"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Again has a shipped model answer the first texts of the committed evaluation once more, at lengths in tokens, and holds
// each answer to the committed row of the same question.
func Again(model, task string, texts int, lengths ...int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	m, err := experiments.Open(model)
	show.Check(err)
	var fresh []results.Row
	show.Check(eval.Run(ctx, m, eval.Options{
		Tasks: []string{task}, Lengths: lengths, Samples: texts, Command: "notebooks/11-how-it-was-checked.ipynb",
		Write: func(rows ...results.Row) error { fresh = append(fresh, rows...); return nil },
	}))
	committed, err := records.Evaluation()
	show.Check(err)
	t := viz.Table{
		Title: fmt.Sprintf("%s, %s: answered again", model, task), Corner: "tokens", Columns: []string{"questions", "right, committed", "right, now", "the same answer"},
		Groups: []viz.Group{{}},
	}
	questions, same := 0, 0
	for _, length := range lengths {
		c := compare(committed, fresh, length)
		questions, same = questions+c.questions, same+c.same
		var cells []viz.Cell
		for _, n := range []int{c.questions, c.before, c.now, c.same} {
			cells = append(cells, viz.Cell{Text: fmt.Sprint(n)})
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, viz.Row{Label: fmt.Sprint(length), Cells: cells})
	}
	show.Figures(t)
	if questions == 0 {
		show.Check(fmt.Errorf("none of the %d questions is among the committed rows", len(fresh)))
	}
	show.Number(fmt.Sprintf("share of the same answers, %s %s", model, task), float64(same)/float64(questions), 0.02)
}

// agreement counts the questions that were asked both times.
type agreement struct{ questions, before, now, same int }

// compare pairs rows by what was asked.
func compare(committed, fresh []results.Row, length int) (a agreement) {
	before := map[results.ID]results.Row{}
	for _, r := range committed {
		if r.Length == length {
			before[asked(r)] = r
		}
	}
	for _, r := range fresh {
		was, ok := before[asked(r)]
		if !ok || r.Length != length {
			continue
		}
		a.questions++
		a.before += count(was.Correct)
		a.now += count(r.Correct)
		a.same += count(was.Predicted == r.Predicted)
	}
	return a
}

// asked is what a row is an answer to, less the hash of the task's code, which is newer now.
func asked(r results.Row) results.ID {
	id := r.ID()
	id.TaskHash = ""
	return id
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
