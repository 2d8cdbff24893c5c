package watch

import (
	"fmt"
	"math"
	"strings"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// curves are the loss, and beside it accuracy, recall and the weight on the gold chunk.
func curves(name string, r experiments.Recipe, metrics []experiments.Metric) (viz.Panels, error) {
	shares, err := experiments.TrainingCurve(name, metrics)
	if err != nil {
		return viz.Panels{}, err
	}
	title := shares.Title
	shares.Title = "What is learned"
	for i := range shares.Series {
		shares.Series[i].Name = strings.Replace(shares.Series[i].Name, "weight on the gold chunk", "gold weight", 1)
	}
	if split, err := r.Task.Build(); err == nil {
		shares.References = []viz.Reference{{Name: "chance", Y: split.HeldOut.Chance()}}
	}
	return viz.Panels{Title: title, Columns: 2, Figures: []viz.Figure{lossCurve(metrics), shares}}, nil
}

// lossCurve is the cross-entropy of the answers against the step.
func lossCurve(metrics []experiments.Metric) viz.Curve {
	s := viz.Series{Name: "loss"}
	top := 0.0
	for i, m := range metrics {
		if i == 0 || m.Step > metrics[i-1].Step {
			s.Points = append(s.Points, viz.Point{X: float64(m.Step), Y: m.Loss})
			top = max(top, m.Loss)
		}
	}
	return viz.Curve{
		Title: "Loss", XLabel: "step", YLabel: "cross-entropy of the answers (nats)", Series: []viz.Series{s},
		YRange: viz.Range{Low: 0, High: math.Ceil(top)},
	}
}

// Film shows the watched text at some steps: for each the last look that is not later.
func (r Run) Film(steps ...int) {
	show.Figure(r.film(steps))
}

func (r Run) film(steps []int) (viz.Figure, error) {
	recipe, dir, err := r.open()
	if err != nil {
		return nil, err
	}
	list, err := dir.Snapshots()
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("watch: no look at the text is recorded yet; run the cell that trains")
	}
	probe, err := watched(recipe)
	if err != nil {
		return nil, err
	}
	film := viz.Panels{Title: "How retrieval formed: what the watched text retrieves, by step", Columns: 2, SameScale: true}
	for _, s := range frames(list, steps) {
		h, err := probe.Map(s)
		if err != nil {
			return nil, err
		}
		h.Title = fmt.Sprintf("Step %d: %d of %d right", s.Step, s.RightCount(), len(s.Right))
		film.Figures = append(film.Figures, h)
	}
	return film, nil
}

// frames are the looks that were the last at some steps, each once. The list is by rising step.
func frames(list []experiments.Snapshot, steps []int) []experiments.Snapshot {
	var out []experiments.Snapshot
	for _, step := range steps {
		at := 0
		for i, s := range list {
			if s.Step <= step {
				at = i
			}
		}
		if len(out) == 0 || out[len(out)-1].Step != list[at].Step {
			out = append(out, list[at])
		}
	}
	return out
}
