package hsa

import (
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// Intervention changes one thing about a model at test time, without training it again; see Model.With.
type Intervention func(*intervened) error

// intervened is a model under change.
type intervened struct {
	cfg     Config
	changes interventions
}

// interventions are the changes that no config can say.
type interventions struct {
	masked, forced []int             // chunks nobody sees; chunks that are picked wherever they are visible; ascending
	landmarks      map[int][]float32 // by chunk [LandmarkSize]
	scale          []float32         // by group: what was retrieved is multiplied by it; nil is 1
}

// With returns a model that shares the weights and differs by the interventions, applied in order. The model itself
// stays as it is; each of the two must be closed. Streams of the new model start empty.
func (m *Model) With(list ...Intervention) (*Model, error) {
	next := intervened{cfg: m.cfg, changes: m.changes.clone()}
	for _, change := range list {
		if err := change(&next); err != nil {
			return nil, fmt.Errorf("intervention: %w", err)
		}
	}
	if err := next.cfg.Validate(); err != nil {
		return nil, fmt.Errorf("intervention: %w", err)
	}
	if !sameParams(m.cfg, next.cfg) {
		return nil, fmt.Errorf("intervention: the change needs other weights than the model has")
	}
	return newModel(next.cfg, next.changes, m.backend, m.weights), nil
}

func sameParams(a, b Config) bool {
	return slices.EqualFunc(a.Params(), b.Params(), func(p, q Param) bool {
		return p.Name == q.Name && slices.Equal(p.Shape, q.Shape)
	})
}

func (v interventions) clone() interventions {
	c := interventions{masked: slices.Clone(v.masked), forced: slices.Clone(v.forced), scale: slices.Clone(v.scale)}
	c.landmarks = make(map[int][]float32, len(v.landmarks))
	for chunk, values := range v.landmarks {
		c.landmarks[chunk] = values
	}
	return c
}

// hide gives the masked chunks among those that scores[i] is of, chunk start+i, the score of chunks that are never
// picked.
func (v *interventions) hide(scores []float32, start int) {
	for _, c := range v.masked {
		if c >= start && c < start+len(scores) {
			scores[c-start] = float32(math.Inf(-1))
		}
	}
}

// unmark sets the marks of masked chunks, a row a token, to 0.
func (v *interventions) unmark(marks []float32) {
	for _, c := range v.masked {
		if c < len(marks) {
			marks[c] = 0
		}
	}
}

// scaled multiplies what a group retrieved by its factor.
func (v *interventions) scaled(group int, retrieved *Node) *Node {
	if v.scale == nil || v.scale[group] == 1 {
		return retrieved
	}
	return MulScalar(retrieved, float64(v.scale[group]))
}

// replace puts the replaced landmarks of the chunks from first on in their places: flat [n size].
func (v *interventions) replace(flat []float32, first, size int) {
	for chunk, values := range v.landmarks {
		if at := chunk - first; at >= 0 && (at+1)*size <= len(flat) {
			copy(flat[at*size:], values)
		}
	}
}
