package whatif

import (
	"context"
	"fmt"
	"strings"

	"github.com/hsalab/hsalab/experiments"
	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Mask hides the chunks that say what some keys are from every token, and shows what becomes of all answers.
func (s Subject) Mask(keys ...string) {
	s.change("hidden: the evidence of "+strings.Join(keys, ", "), func(in *session) ([]hsa.Intervention, error) {
		chunks, err := in.chunks(keys)
		return []hsa.Intervention{hsa.MaskChunks(chunks...)}, err
	})
}

// Force has every token pick the chunks that say what some keys are, whatever they score.
func (s Subject) Force(keys ...string) {
	s.change("forced: the evidence of "+strings.Join(keys, ", "), func(in *session) ([]hsa.Intervention, error) {
		chunks, err := in.chunks(keys)
		return []hsa.Intervention{hsa.ForceChunks(chunks...)}, err
	})
}

// Swap gives the chunks that say what two keys are each other's landmarks: each is then found by the question of the
// other.
func (s Subject) Swap(key, other string) {
	s.change(fmt.Sprintf("landmarks swapped: %s, %s", key, other), func(in *session) ([]hsa.Intervention, error) {
		chunks, err := in.chunks([]string{key, other})
		if err != nil {
			return nil, err
		}
		landmarks, err := in.probe.Landmarks(context.Background(), in.model)
		if err != nil {
			return nil, err
		}
		a, b := chunks[0], chunks[1]
		return []hsa.Intervention{hsa.ReplaceLandmark(a, landmarks[b]), hsa.ReplaceLandmark(b, landmarks[a])}, nil
	})
}

// Scale multiplies what every group retrieved by a factor; 0 cuts the HSA branch.
func (s Subject) Scale(factor float32) {
	s.change(fmt.Sprintf("what is retrieved, times %g", factor), func(in *session) ([]hsa.Intervention, error) {
		return scaled(in.model.Config(), factor), nil
	})
}

// TopK has every token pick so many chunks.
func (s Subject) TopK(k int) {
	s.change(fmt.Sprintf("top-K %d", k), func(*session) ([]hsa.Intervention, error) {
		return []hsa.Intervention{hsa.SetTopK(k)}, nil
	})
}

// Window gives window attention another window.
func (s Subject) Window(tokens int) {
	s.change(fmt.Sprintf("windows of %d tokens", tokens), func(*session) ([]hsa.Intervention, error) {
		return []hsa.Intervention{hsa.SetWindow(tokens)}, nil
	})
}

// scaled is the factor for every group.
func scaled(c hsa.Config, factor float32) []hsa.Intervention {
	var list []hsa.Intervention
	for g := range c.Groups {
		list = append(list, hsa.ScaleHSA(g, factor))
	}
	return list
}

// change reads the text before and after, and shows both.
func (s Subject) change(name string, make func(*session) ([]hsa.Intervention, error)) {
	ctx := context.Background()
	in, err := s.open(ctx)
	show.Check(err)
	defer in.close()
	list, err := make(in)
	show.Check(err)
	after, err := in.after(ctx, list...)
	show.Check(err)
	h := after.Map()
	h.Title = "Afterwards (" + name + ")"
	show.Figures(compare(name, in.before, after), h)
}

// compare is the answers before and after a change.
func compare(name string, before, after *experiments.Reading) viz.Table {
	t := viz.Table{
		Title: "Before and after: " + name, Corner: "what is …?", Decimals: 3,
		Columns: []string{"right", "answer", "sure", "gold weight", "answer", "sure", "gold weight", "weighs most"},
		Heads:   []viz.Head{{Columns: 1}, {Name: "before", Columns: 3}, {Name: "after", Columns: 4}},
		Caption: "Sure: the probability of the right answer. Of the chunk that weighs most afterwards the words are shown.",
	}
	var rows []viz.Row
	for i, b := range before.Answers {
		a := after.Answers[i]
		most := "no chunk is picked"
		if a.TopChunk >= 0 {
			most = a.TopText
		}
		rows = append(rows, viz.Row{Label: strings.TrimSuffix(strings.TrimPrefix(b.Question, "what is "), "?"), Cells: []viz.Cell{
			{Text: b.Right}, {Text: b.Predicted}, {Value: b.Probability}, {Value: b.GoldWeight},
			{Text: a.Predicted}, {Value: a.Probability}, {Value: a.GoldWeight}, {Text: most},
		}})
	}
	t.Groups = []viz.Group{{Rows: rows}}
	t.Provenance = viz.Provenance{Weights: before.Weights}
	return t
}
