package hsa

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// chunkTaker takes the states of complete chunks [1 n·S dim], and frees them once they are encoded.
type chunkTaker interface {
	encode(states *tensors.Tensor, chunks int) error
}

// chunkEncoder makes the memory of complete chunks from the middle of the stream.
type chunkEncoder struct {
	model     *Model
	memory    chunkMemory
	graph     *routine
	first     int                    // tokens encoded
	rotations map[int]*slot[float32] // of far positions, by tokens
	args      []*tensors.Tensor
}

func newChunkEncoder(m *Model, memory chunkMemory) *chunkEncoder {
	return &chunkEncoder{model: m, memory: memory, rotations: map[int]*slot[float32]{}}
}

// encode makes the memory of the next chunks from their states [1 n·S dim], stores it and frees the states.
func (e *chunkEncoder) encode(states *tensors.Tensor, chunks int) error {
	defer free(states)
	if err := e.build(); err != nil {
		return err
	}
	e.args = append(e.args[:0], states)
	if rotation := e.rotation(chunks * e.model.cfg.Chunk); rotation != nil {
		table, err := rotation.filled()
		if err != nil {
			return err
		}
		e.args = append(e.args, table)
	}
	out, err := e.graph.call(e.args...)
	if err != nil {
		return err
	}
	err = e.memory.add(chunks, out[0], out[1], out[2])
	free(out...)
	e.first += chunks * e.model.cfg.Chunk
	return err
}

func (e *chunkEncoder) build() (err error) {
	if e.graph != nil {
		return nil
	}
	e.graph, err = e.model.routine(graphKey{part: "encoder"}, func(b *builder, in []*Node) []*Node {
		c := b.cfg
		mem := b.chunker(Reshape(in[0], 1, in[0].Shape().Dimensions[1]/c.Chunk, c.Chunk, c.Dim))
		return []*Node{mem.landmarks, b.rotateFar(mem.k, farOf(in, 1)), mem.v}
	})
	return err
}

// rotation is that of the keys of the next tokens; nil without far positions.
func (e *chunkEncoder) rotation(tokens int) *slot[float32] {
	r, there := e.rotations[tokens]
	if !there {
		r = e.model.cfg.farSlot(tokens, func() int { return e.first })
		e.rotations[tokens] = r
	}
	return r
}

func (e *chunkEncoder) free() {
	for _, r := range e.rotations {
		r.free()
	}
}

// encoderWorker encodes the chunks of a piece while the next piece is read.
type encoderWorker struct {
	work chan encoderWork
	done chan error
}

type encoderWork struct {
	states *tensors.Tensor
	chunks int
}

func startEncoder(e *chunkEncoder) *encoderWorker {
	w := &encoderWorker{work: make(chan encoderWork, 1), done: make(chan error, 1)}
	go func() {
		var failed error
		for item := range w.work {
			if failed == nil {
				failed = e.encode(item.states, item.chunks)
			}
		}
		w.done <- failed
	}()
	return w
}

func (w *encoderWorker) encode(states *tensors.Tensor, chunks int) error {
	w.work <- encoderWork{states, chunks}
	return nil
}

func (w *encoderWorker) wait() error {
	close(w.work)
	return <-w.done
}
