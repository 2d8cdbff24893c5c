package baseline

import (
	"errors"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// graphKey names a graph of a model: the part it computes, and the tail it was built for.
type graphKey struct {
	part string
	tail int
}

// graphFunc builds a graph of the flat parameter vector and its other inputs.
type graphFunc func(values *graph.Node, in []*graph.Node) []*graph.Node

// maxShapes bounds the shapes one graph compiles for.
const maxShapes = 128

// run runs the graph of that name, which is built the first time; each set of input shapes compiles once. The arguments
// stay the caller's.
func (m *Model) run(key graphKey, build graphFunc, args ...*tensors.Tensor) ([]*tensors.Tensor, error) {
	exec, err := m.graph(key, build)
	if err != nil {
		return nil, err
	}
	in := []any{m.weights.flat}
	for _, a := range args {
		in = append(in, a)
	}
	out, err := exec.Call(in...)
	if err != nil {
		return nil, fmt.Errorf("model: %s: %w", key.part, err)
	}
	return out, nil
}

func (m *Model) graph(key graphKey, build graphFunc) (*graph.Exec, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.graphs == nil {
		return nil, errors.New("model: it has been closed")
	}
	if e, ok := m.graphs[key]; ok {
		return e, nil
	}
	e, err := graph.NewExec(m.backend, func(in []*graph.Node) []*graph.Node { return build(in[0], in[1:]) })
	if err != nil {
		return nil, fmt.Errorf("model: %s: %w", key.part, err)
	}
	m.graphs[key] = e.SetMaxCache(maxShapes)
	return m.graphs[key], nil
}

// floats runs a graph with one output and copies it to the host.
func (m *Model) floats(key graphKey, build graphFunc, args ...*tensors.Tensor) ([]float32, error) {
	out, err := m.run(key, build, args...)
	if err != nil {
		return nil, err
	}
	defer free(out...)
	return tensors.CopyFlatData[float32](out[0])
}

// free gives the memory of tensors back.
func free(list ...*tensors.Tensor) {
	for _, t := range list {
		t.FinalizeAll()
	}
}
