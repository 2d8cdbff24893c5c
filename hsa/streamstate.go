package hsa

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/safetensors"
)

// StreamState is everything a stream remembers of a text, as plain values. Save keeps it in a file, and Model.Resume
// goes on from it, bit for bit. The tensors are named:
//
//	lower.<layer>.…            what the layers of the lower half carry: keys and values of their windows, or states
//	token_shift                the last embeddings
//	middle                     last states of the middle of the stream [n Dim], for the exact tail
//	partial                    states of the unfinished chunk [n Dim]
//	chunks.landmarks.<i>       landmarks of the i-th StateBlock chunks [n LandmarkSize]
//	chunks.k.<i>, chunks.v.<i> their keys and values [n S Hm·D]
//	groups.<group>.…           what the layers of the upper half carry, once Next has been used
//	leader.<group>.…           what the first token of the last block retrieved, with TokensPerRetrieval
//
// A tensor with no values is left out. Chunks take as much memory again as they do in the stream.
type StreamState struct {
	Config    Config
	Model     string // SHA-256 of weights and interventions
	Read      int    // tokens
	Upper     bool   // there is an upper half, that of Next
	UpperAt   int    // tokens it has read
	UpperFrom int    // position at which it started with empty windows
	Tensors   []safetensors.Tensor
}

// StateBlock is the number of chunks a tensor of a StreamState.
const StateBlock = 8192

// State copies out what the stream remembers.
func (s *Stream) State() (*StreamState, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	model, err := s.model.fingerprint()
	if err != nil {
		return nil, err
	}
	w := &stateWriter{StreamState: StreamState{Config: s.model.cfg, Model: model, Read: s.read}}
	w.carry(s.lower.list, s.lower.carry)
	w.floats("middle", s.middle.states, s.middle.dim)
	w.floats("partial", s.partial, s.middle.dim)
	w.chunks(s)
	if u := s.upper; u != nil {
		w.Upper, w.UpperAt, w.UpperFrom = true, u.at, u.at-u.since
		for g := range u.carry {
			w.carry(s.model.cfg.groupCarry(g), u.carry[g])
			w.leader(g, u.leaders[g])
		}
	}
	return &w.StreamState, w.err
}

// stateWriter fills the tensors of a state; err is the first error.
type stateWriter struct {
	StreamState
	err error
}

// floats adds values [n dims…], n being what is left.
func (w *stateWriter) floats(name string, values []float32, dims ...int) {
	addValues(w, name, values, dims)
}

func addValues[T safetensors.Element](w *stateWriter, name string, values []T, dims []int) {
	if len(values) == 0 || w.err != nil {
		return
	}
	width := 1
	for _, d := range dims {
		width *= d
	}
	var t safetensors.Tensor
	t, w.err = safetensors.NewTensor(name, append([]int{len(values) / width}, dims...), values)
	w.Tensors = append(w.Tensors, t)
}

func (w *stateWriter) carry(list []carried, values []*tensors.Tensor) {
	for i, entry := range list {
		flat, err := tensors.CopyFlatData[float32](values[i])
		if err != nil {
			w.err = fmt.Errorf("stream: %s: %w", entry.name, err)
			return
		}
		w.floats(entry.name, flat, entry.dims[1:]...)
	}
}

func (w *stateWriter) chunks(s *Stream) {
	c := s.model.cfg
	for i := 0; i*StateBlock < s.memory.len() && w.err == nil; i++ {
		var landmarks, k, v []float32
		landmarks, k, v, w.err = s.memory.copyOut(i*StateBlock, min((i+1)*StateBlock, s.memory.len()))
		w.floats(fmt.Sprintf("chunks.landmarks.%d", i), landmarks, c.LandmarkSize())
		w.floats(fmt.Sprintf("chunks.k.%d", i), k, c.Chunk, c.MemoryKVHeads*c.HeadDim())
		w.floats(fmt.Sprintf("chunks.v.%d", i), v, c.Chunk, c.MemoryKVHeads*c.HeadDim())
	}
}

func (w *stateWriter) leader(g int, l *leader) {
	for h := range l.picks.count {
		chunks, scores := l.picks.row(h)
		addValues(w, fmt.Sprintf("leader.%d.%d.chunks", g, h), chunks, nil)
		w.floats(fmt.Sprintf("leader.%d.%d.scores", g, h), scores)
	}
	for h, scores := range l.all {
		w.floats(fmt.Sprintf("leader.%d.%d.all", g, h), scores)
	}
}

// fingerprint tells models with the same config apart: by weights and interventions.
func (m *Model) fingerprint() (string, error) {
	m.weights.once.Do(func() {
		hash := sha256.New()
		m.weights.err = m.weights.flat.ConstBytes(func(data []byte) { hash.Write(data) })
		m.weights.hash = hash.Sum(nil)
	})
	if m.weights.err != nil {
		return "", fmt.Errorf("model: %w", m.weights.err)
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%x %v", m.weights.hash, m.changes)
	return hex.EncodeToString(hash.Sum(nil)), nil
}
