package hsa

import (
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// graphKey names a graph of a model: the part it computes and what it was built for.
type graphKey struct {
	part  string
	group int
	k     int        // chunks a token picks
	tail  int        // tokens at the end whose outputs are wanted
	form  Form       // of attention, where it can be chosen
	start bool       // windows are not full yet
	head  bool       // with logits
	trace TraceParts // with what is traced
}

type graphFunc func(b *builder, in []*Node) []*Node

// graph is the graph of that name, built the first time; each set of input shapes compiles once.
func (m *Model) graph(key graphKey, build graphFunc) (*Exec, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.graphs == nil {
		return nil, errors.New("model: it has been closed")
	}
	if e, ok := m.graphs[key]; ok {
		return e, nil
	}
	e, err := NewExec(m.backend, func(in []*Node) []*Node {
		byName, _ := m.cfg.unpack(in[0])
		return build(&builder{cfg: m.cfg, p: byName, changes: m.changes}, in[1:])
	})
	if err != nil {
		return nil, fmt.Errorf("model: %s: %w", key.part, err)
	}
	m.graphs[key] = e.SetMaxCache(maxShapes)
	return m.graphs[key], nil
}

// maxShapes bounds the shapes one graph compiles for.
const maxShapes = 128

// routine is a graph with room for its arguments, so that a call allocates nothing here. It is for one goroutine.
type routine struct {
	part string
	exec *Exec
	in   []any
}

// routine makes a routine of the graph of that name.
func (m *Model) routine(key graphKey, build graphFunc) (*routine, error) {
	exec, err := m.graph(key, build)
	if err != nil {
		return nil, err
	}
	return &routine{part: key.part, exec: exec, in: []any{m.weights.flat}}, nil
}

// call runs the graph; the arguments stay the caller's.
func (r *routine) call(args ...*tensors.Tensor) ([]*tensors.Tensor, error) {
	r.in = r.in[:1]
	for _, a := range args {
		r.in = append(r.in, a)
	}
	out, err := r.exec.Call(r.in...)
	if err != nil {
		return nil, fmt.Errorf("model: %s: %w", r.part, err)
	}
	return out, nil
}

// run executes a graph once and frees its arguments; name says all that it was built for.
func (m *Model) run(name string, build graphFunc, args ...*tensors.Tensor) ([]*tensors.Tensor, error) {
	return m.runOnce(graphKey{part: name}, build, args...)
}

// runOnce is run for a graph of that key.
func (m *Model) runOnce(key graphKey, build graphFunc, args ...*tensors.Tensor) ([]*tensors.Tensor, error) {
	r, err := m.routine(key, build)
	if err != nil {
		return nil, err
	}
	defer free(args...)
	return r.call(args...)
}

// free gives the memory of tensors back; nil is skipped.
func free(list ...*tensors.Tensor) {
	for _, t := range list {
		if t != nil {
			t.FinalizeAll()
		}
	}
}

// slot is a tensor that is filled anew before each use, in the same memory.
type slot[T int32 | float32] struct {
	tensor *tensors.Tensor
	fill   func(flat []T)
}

func newSlot[T int32 | float32](fill func(flat []T), dims ...int) *slot[T] {
	size := 1
	for _, d := range dims {
		size *= d
	}
	return &slot[T]{tensors.FromFlatDataAndDimensions(make([]T, size), dims...), fill}
}

// filled fills the tensor and returns it.
func (s *slot[T]) filled() (*tensors.Tensor, error) {
	return s.tensor, tensors.MutableFlatData(s.tensor, s.fill)
}

// free gives the memory back; a nil slot has none.
func (s *slot[T]) free() {
	if s != nil {
		free(s.tensor)
	}
}
