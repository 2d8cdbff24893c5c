package yourtext

import (
	"context"
	"fmt"
	"slices"

	"github.com/hsalab/hsalab/notebooks/show"
	"github.com/hsalab/hsalab/viz"
)

// Landmarks shows the landmarks of all chunks in the plane of their two principal components: the chunks with evidence,
// those that the questions picked, and all others.
func (p Page) Landmarks() { show.Figure(p.landmarks(context.Background())) }

func (p Page) landmarks(ctx context.Context) (viz.LandmarkMap, error) {
	var m viz.LandmarkMap
	r, err := p.open()
	if err != nil {
		return m, err
	}
	defer r.model.Close()
	reading, err := r.read(ctx)
	if err != nil {
		return m, err
	}
	list, err := r.probe.Landmarks(ctx, r.model)
	if err != nil {
		return m, err
	}
	chunks := min(len(list), (r.probe.Sample.Context()+r.probe.Chunk-1)/r.probe.Chunk) // the last may hold the first question too
	m.Title = fmt.Sprintf("The landmarks of %d chunks of text", chunks)
	m.Provenance = viz.Provenance{Weights: reading.Weights}
	for c := range chunks {
		m.Landmarks = append(m.Landmarks, wide(list[c]))
		m.Text = append(m.Text, reading.Chunk(c))
	}
	group := reading.Tail.Groups[len(reading.Tail.Groups)-1]
	for i, q := range r.probe.Sample.Queries {
		m.Gold = append(m.Gold, r.probe.Gold(i))
		for _, c := range group.Picks[reading.Tail.Row(0, q.Position-reading.Tail.First)] {
			if c < chunks {
				m.Picked = append(m.Picked, c)
			}
		}
	}
	m.Gold, m.Picked = once(m.Gold), once(m.Picked)
	return m, nil
}

func once(chunks []int) []int {
	slices.Sort(chunks)
	return slices.Compact(chunks)
}

func wide(values []float32) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}
