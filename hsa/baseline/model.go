package baseline

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa"
)

// Model is a rival ready to run: weights on a backend and its compiled graphs. It is safe for concurrent use.
type Model struct {
	cfg     Config
	network hsa.Memoryless
	backend compute.Backend
	weights *deviceWeights

	mu     sync.Mutex
	graphs map[graphKey]*graph.Exec // nil once it is closed
}

// deviceWeights are weights on a backend, shared by a model and those that WithYaRN made of it.
type deviceWeights struct {
	flat  *tensors.Tensor
	users atomic.Int32
}

// NewModel puts weights on a backend.
func NewModel(backend compute.Backend, w *Weights) (*Model, error) {
	if err := w.Config.Validate(); err != nil {
		return nil, err
	}
	if n := w.Config.NumParams(); len(w.Values) != n {
		return nil, fmt.Errorf("model: %d values and the config wants %d", len(w.Values), n)
	}
	flat := tensors.FromFlatDataAndDimensions(append([]float32(nil), w.Values...), len(w.Values))
	// Now, and not at first use: two goroutines that use a tensor for the first time together find it nowhere.
	if err := flat.MaterializeOnDevice(backend, true, 0); err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	return newModel(w.Config, w.Config.Network(), backend, &deviceWeights{flat: flat}), nil
}

func newModel(c Config, network hsa.Memoryless, backend compute.Backend, w *deviceWeights) *Model {
	w.users.Add(1)
	return &Model{cfg: c, network: network, backend: backend, weights: w, graphs: map[graphKey]*graph.Exec{}}
}

// Config is the rival's architecture.
func (m *Model) Config() Config { return m.cfg }

// Close frees the model's graphs, and its weights once no model made of it by WithYaRN needs them.
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

// Logits runs the whole text in one graph and returns the logits of its last tail positions [tail vocab]. With full
// attention memory grows with the square of the length. Long texts go through a Stream, which gives the same.
func (m *Model) Logits(tokens []int32, tail int) ([]float32, error) {
	if err := m.checkText(tokens); err != nil {
		return nil, err
	}
	if tail <= 0 || tail > len(tokens) {
		return nil, fmt.Errorf("model: a tail of %d tokens in a text of %d", tail, len(tokens))
	}
	ids := textTensor(tokens)
	defer free(ids)
	return m.floats(graphKey{part: "logits", tail: tail}, func(values *graph.Node, in []*graph.Node) []*graph.Node {
		return []*graph.Node{m.network.Logits(values, in[0], tail)}
	}, ids)
}

// TokenGradient is what the prediction of the token after position depends on: the gradient of -log p(next | tokens up to
// position) by the embedding of each token [L Dim]. A token out of reach has exactly 0.
func (m *Model) TokenGradient(tokens []int32, position int, next int32) ([]float32, error) {
	if err := m.checkText(tokens); err != nil {
		return nil, err
	}
	if position < 0 || position >= len(tokens) {
		return nil, fmt.Errorf("model: position %d in a text of %d tokens", position, len(tokens))
	}
	if err := m.checkTokens([]int32{next}); err != nil {
		return nil, err
	}
	args := []*tensors.Tensor{textTensor(tokens),
		tensors.FromFlatDataAndDimensions([]int32{int32(position)}, 1, 1), tensors.FromFlatDataAndDimensions([]int32{next}, 1)}
	defer free(args...)
	return m.floats(graphKey{part: "gradient"}, func(values *graph.Node, in []*graph.Node) []*graph.Node {
		return []*graph.Node{m.network.TokenGradient(values, in[0], in[1], in[2])}
	}, args...)
}

func (m *Model) checkText(tokens []int32) error {
	if len(tokens) == 0 {
		return errors.New("model: an empty text")
	}
	return m.checkTokens(tokens)
}

func (m *Model) checkTokens(tokens []int32) error {
	for i, id := range tokens {
		if id < 0 || int(id) >= m.cfg.Of.Vocab {
			return fmt.Errorf("model: token %d is %d, outside the vocabulary of %d", i, id, m.cfg.Of.Vocab)
		}
	}
	return nil
}

// textTensor is a copy of tokens as ids [1 L].
func textTensor(tokens []int32) *tensors.Tensor {
	return tensors.FromFlatDataAndDimensions(append([]int32(nil), tokens...), 1, len(tokens))
}
