package retrieval

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa/safetensors"
	"github.com/hsalab/hsalab/viz"
)

// landmarks are those of all chunks [chunk][R].
func (p *Page) landmarks() ([][]float64, error) {
	state, err := p.stream.State()
	if err != nil {
		return nil, err
	}
	for _, t := range state.Tensors {
		if t.Name != "chunks.landmarks.0" {
			continue
		}
		flat, err := safetensors.Values[float32](t)
		if err != nil {
			return nil, err
		}
		return rows(flat, p.config().LandmarkSize()), nil
	}
	return nil, fmt.Errorf("retrieval: the text has no complete chunk: write at least %d words", p.Chunk)
}

// rows cuts a flat list into rows.
func rows(flat []float32, size int) [][]float64 {
	var out [][]float64
	for len(flat) >= size {
		row := make([]float64, size)
		for i, v := range flat[:size] {
			row[i] = float64(v)
		}
		out, flat = append(out, row), flat[size:]
	}
	return out
}

// Landmarks shows the landmarks in the plane of their two principal components, with the chunk that holds the answer to
// a key, and those that its question picked.
func (p *Page) Landmarks(key string) (viz.LandmarkMap, error) {
	i, e, err := p.explain(key)
	if err != nil {
		return viz.LandmarkMap{}, err
	}
	landmarks, err := p.landmarks()
	if err != nil {
		return viz.LandmarkMap{}, err
	}
	m := viz.LandmarkMap{
		Title:     fmt.Sprintf("%d landmarks of %d numbers each", len(landmarks), p.config().LandmarkSize()),
		Landmarks: landmarks, Text: p.texts(), Gold: []int{p.Gold(i)}, Provenance: p.origin(),
	}
	for _, pick := range e.Heads[0].Picks {
		m.Picked = append(m.Picked, pick.Chunk)
	}
	return m, nil
}
