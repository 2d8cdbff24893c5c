package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// lowerHalf runs the lower half of the model over a text piece by piece; it carries the windows of its layers.
type lowerHalf struct {
	model  *Model
	read   int
	list   []carried
	carry  []*tensors.Tensor
	graphs map[bool]*routine // by whether windows are not full
	ids    map[int]*slot[int32]
	tokens []int32 // what ids is filled with
	have   *slot[int32]
	args   []*tensors.Tensor
}

func newLowerHalf(m *Model) *lowerHalf {
	l := &lowerHalf{model: m, list: m.cfg.lowerCarry(), graphs: map[bool]*routine{}, ids: map[int]*slot[int32]{}}
	l.carry = emptyCarry(l.list)
	l.have = newSlot(func(flat []int32) { flat[0] = int32(min(l.read, maxHave)) })
	return l
}

// run reads the next tokens and returns their states [1 n dim].
func (l *lowerHalf) run(tokens []int32) (*tensors.Tensor, error) {
	start := !isGoBackend(l.model.backend) || l.read < l.model.cfg.Window
	r, err := l.routine(start)
	if err != nil {
		return nil, err
	}
	ids := l.ids[len(tokens)]
	if ids == nil {
		ids = newSlot(func(flat []int32) { copy(flat, l.tokens) }, 1, len(tokens))
		l.ids[len(tokens)] = ids
	}
	l.tokens = tokens
	first, err := ids.filled()
	if err != nil {
		return nil, err
	}
	l.args = append(l.args[:0], first)
	if start {
		have, err := l.have.filled()
		if err != nil {
			return nil, err
		}
		l.args = append(l.args, have)
	}
	l.args = append(l.args, l.carry...)
	out, err := r.call(l.args...)
	if err != nil {
		return nil, err
	}
	free(l.carry...)
	copy(l.carry, out[1:])
	l.read += len(tokens)
	return out[0], nil
}

// routine is the graph of the lower half: ids [1 n], with start how full the windows are, and the carry; states and the
// next carry.
func (l *lowerHalf) routine(start bool) (*routine, error) {
	if r := l.graphs[start]; r != nil {
		return r, nil
	}
	list := l.list
	r, err := l.model.routine(graphKey{part: "lower", start: start}, func(b *builder, in []*Node) []*Node {
		ids, in := in[0], in[1:]
		var have *Node
		if start {
			have, in = in[0], in[1:]
		}
		b.carry = newCarry(list, in, have)
		states := b.lower(ids)
		return append([]*Node{states}, b.carry.outputs(list)...)
	})
	if err == nil {
		l.graphs[start] = r
	}
	return r, err
}

func (l *lowerHalf) free() {
	free(l.carry...)
	l.have.free()
	for _, ids := range l.ids {
		ids.free()
	}
}
