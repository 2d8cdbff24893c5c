package hsa

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Model is a model ready to run: weights on a backend and its compiled graphs. It is safe for concurrent use.
type Model struct {
	cfg     Config
	changes interventions
	backend compute.Backend
	weights *deviceWeights

	mu     sync.Mutex
	graphs map[graphKey]*Exec
}

// deviceWeights are weights on a backend, shared by a model and those that With made of it.
type deviceWeights struct {
	flat  *tensors.Tensor
	users atomic.Int32

	once sync.Once // computes the two below
	hash []byte    // SHA-256
	err  error
}

// NewModel puts weights on a backend.
func NewModel(backend compute.Backend, w *Weights) (*Model, error) {
	if err := w.Config.Validate(); err != nil {
		return nil, err
	}
	if n := w.Config.NumParams(); len(w.Values) != n {
		return nil, fmt.Errorf("model: %d values and the config wants %d", len(w.Values), n)
	}
	values := tensors.FromFlatDataAndDimensions(append([]float32(nil), w.Values...), len(w.Values))
	// Now, and not at first use: two goroutines that use a tensor for the first time together find it nowhere.
	if err := values.MaterializeOnDevice(backend, true, 0); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	return newModel(w.Config, interventions{}, backend, &deviceWeights{flat: values}), nil
}

func newModel(c Config, changes interventions, backend compute.Backend, w *deviceWeights) *Model {
	w.users.Add(1)
	return &Model{cfg: c, changes: changes, backend: backend, weights: w, graphs: map[graphKey]*Exec{}}
}

// Config is the model's architecture.
func (m *Model) Config() Config { return m.cfg }

// Close frees the model's graphs, and its weights once no model made of it by With needs them.
func (m *Model) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.graphs == nil {
		return
	}
	for _, e := range m.graphs {
		e.Finalize()
	}
	m.graphs = nil
	if m.weights.users.Add(-1) == 0 {
		free(m.weights.flat)
	}
}

// Logits runs the whole text in one graph and returns the logits of its last tail positions [tail vocab]: the
// one-shot forward, whose memory grows with the length. Long texts go through a Stream, which gives the same.
// topK is the number of chunks a token picks; 0 takes the config's (TestTopK), and AllChunks picks every visible chunk.
func (m *Model) Logits(tokens []int32, tail, topK int, form Form) ([]float32, error) {
	if err := m.checkTokens(tokens); err != nil {
		return nil, err
	}
	if tail <= 0 || tail > len(tokens) {
		return nil, fmt.Errorf("model: a tail of %d tokens in a text of %d", tail, len(tokens))
	}
	if topK < AllChunks {
		return nil, fmt.Errorf("model: a topK of %d; want a number of chunks, 0 for the config's or AllChunks", topK)
	}
	if topK == 0 {
		topK = m.cfg.TestTopK()
	}
	if !form.valid() {
		return nil, fmt.Errorf("model: unknown form %q; there is: dense, dispatch, gather", form)
	}
	out, err := m.runOnce(graphKey{part: "logits", k: topK, tail: tail, form: form}, func(b *builder, in []*Node) []*Node {
		a := b.forward(in[0], tailOptions{tail: tail, topK: max(topK, 0), form: form})
		last := a.hidden.Shape().Dimensions[1]
		return []*Node{b.logits(sliceTokens(a.hidden, last-tail, last))}
	}, tensors.FromFlatDataAndDimensions(append([]int32(nil), tokens...), 1, len(tokens)))
	if err != nil {
		return nil, err
	}
	defer free(out...)
	return tensors.CopyFlatData[float32](out[0])
}

func (m *Model) checkTokens(tokens []int32) error {
	if len(tokens) == 0 {
		return fmt.Errorf("model: an empty text")
	}
	for i, id := range tokens {
		if id < 0 || int(id) >= m.cfg.Vocab {
			return fmt.Errorf("model: token %d is %d, outside the vocabulary of %d", i, id, m.cfg.Vocab)
		}
	}
	return nil
}
