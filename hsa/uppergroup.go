package hsa

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// group runs one group over x [1 T dim] with what it retrieved, hands the outcome to the sink, and returns the stream
// after it.
func (u *upperHalf) group(g int, x *tensors.Tensor, room *upperRoom, o upperRun) (*tensors.Tensor, error) {
	key := u.groupKey(g, room, o)
	r, err := u.groupRoutine(key)
	if err != nil {
		return nil, err
	}
	if err := u.groupArgs(key, x, room); err != nil {
		return nil, err
	}
	out, err := r.call(u.args...)
	if err != nil {
		return nil, err
	}
	return out[0], u.deliver(key, room, out[1:], o)
}

func (u *upperHalf) groupKey(g int, room *upperRoom, o upperRun) graphKey {
	cfg := u.s.model.cfg
	wanted := room.first+room.tokens > o.from
	key := graphKey{part: "group", group: g, k: room.k, form: o.form}
	key.start = !isGoBackend(u.s.model.backend) || u.since < max(cfg.Window, cfg.HSAWindow)
	key.head = wanted && g == cfg.Groups-1
	if wanted {
		key.trace = o.part
	}
	return key
}

// groupArgs lists the inputs of the graph of a group: the stream, what is carried, what was retrieved.
func (u *upperHalf) groupArgs(key graphKey, x *tensors.Tensor, room *upperRoom) error {
	u.args = append(u.args[:0], x)
	if key.start {
		have, err := u.have.filled()
		if err != nil {
			return err
		}
		u.args = append(u.args, have)
	}
	u.args = append(u.args, u.carry[key.group]...)
	scores, err := room.scores.filled()
	if err != nil {
		return err
	}
	marks, err := room.marks.filled()
	if err != nil {
		return err
	}
	k, v, err := u.keysAndValues(room)
	if err != nil {
		return err
	}
	u.args = append(u.args, scores, marks, k, v)
	if key.trace&TraceMass != 0 {
		every, _, err := u.everyChunks(room)
		if err != nil {
			return err
		}
		u.args = append(u.args, every)
	}
	if room.rotation != nil {
		table, err := room.rotation.filled()
		u.args = append(u.args, table)
		return err
	}
	return nil
}

func (u *upperHalf) groupRoutine(key graphKey) (*routine, error) {
	if r := u.graphs[key]; r != nil {
		return r, nil
	}
	r, err := u.s.model.routine(key, func(b *builder, in []*Node) []*Node { return b.upperGroup(key, in) })
	if err == nil {
		u.graphs[key] = r
	}
	return r, err
}

// upperGroup is one group of the upper half: in and out as groupArgs and deliver have them.
func (b *builder) upperGroup(key graphKey, in []*Node) []*Node {
	list := b.cfg.groupCarry(key.group)
	x, in := in[0], in[1:]
	var have *Node
	if key.start {
		have, in = in[0], in[1:]
	}
	b.carry = newCarry(list, in[:len(list)], have)
	t := newTracer(b, key, x, in[len(list):])
	name := fmt.Sprintf("groups.%d", key.group)
	acts := groupActivations{}
	acts.weights = b.chunkWeights(t.scores, t.marks, name+".retrieval")
	x = b.hsaLayer(x, name+".hsa", &acts, func(q *Node) *Node {
		q = b.rotateFar(q, t.rotation)
		t.query = q
		return b.changes.scaled(key.group, b.attendPicked(q, t.k, t.v, acts.weights, key.form))
	})
	traced := t.outputs(&acts)
	for i := range b.cfg.UpperLayers / b.cfg.Groups {
		x = b.backboneLayer(x, fmt.Sprintf("%s.layers.%d", name, i))
	}
	out := append([]*Node{x}, b.carry.outputs(list)...)
	out = append(out, traced...)
	if key.head {
		out = append(out, b.logits(b.rmsNorm(x, "final_norm", b.cfg.EpsFinal)))
	}
	return out
}

// attendPicked attends to the chunks that the host picked: keys and values [Hm T K S D] beside each token, or in the
// dense form those of all chunks [1 C S Hm·D].
func (b *builder) attendPicked(q, k, v, weights *Node, form Form) *Node {
	weights = b.toMemoryHeads(weights, 1)
	if form == Dense {
		return b.attendDense(q, b.keysByHead(k), b.keysByHead(v), weights, b.cfg.Chunk, b.cfg.sharing())
	}
	return b.attendGather(q, k, v, weights, b.cfg.sharing())
}

// keysByHead turns keys or values [1 C S Hm·D] into [Hm C·S D].
func (b *builder) keysByHead(x *Node) *Node {
	dims := x.Shape().Dimensions
	return groupKeys(Reshape(x, 1, dims[1]*dims[2], dims[3]), b.cfg.MemoryKVHeads, b.cfg.HeadDim())
}

// deliver takes the outputs of a group behind the stream: the carry stays, traces and logits go to the sink.
func (u *upperHalf) deliver(key graphKey, room *upperRoom, out []*tensors.Tensor, o upperRun) error {
	n := len(u.carry[key.group])
	if !u.borrowed {
		free(u.carry[key.group]...)
	}
	copy(u.carry[key.group], out[:n])
	if u.borrowed && key.group == len(u.carry)-1 {
		u.borrowed = false
	}
	out = out[n:]
	defer free(out...)
	traced := key.trace.count()
	if key.trace != 0 {
		values := make([][]float32, traced)
		for i, t := range out[:traced] {
			flat, err := tensors.CopyFlatData[float32](t)
			if err != nil {
				return err
			}
			values[i] = flat
		}
		o.sink.retrieved(key.group, room, values)
	}
	if !key.head {
		return nil
	}
	flat, err := u.view.of(out[traced])
	if err == nil {
		o.sink.logits(room.first, flat)
	}
	return err
}
