package hsa

import (
	"fmt"
	"sync"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// Model is a model ready to run: weights on a backend and its compiled graphs. It is safe for concurrent use.
type Model struct {
	cfg     Config
	backend compute.Backend
	values  *tensors.Tensor

	mu    sync.Mutex
	execs map[string]*Exec
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
	return &Model{cfg: w.Config, backend: backend, values: values, execs: map[string]*Exec{}}, nil
}

// Config is the model's architecture.
func (m *Model) Config() Config { return m.cfg }

// Close frees the model's graphs and weights.
func (m *Model) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.execs {
		e.Finalize()
	}
	m.execs = map[string]*Exec{}
	m.values.FinalizeAll()
}

// run executes the graph of that name, building it the first time; each set of input shapes compiles once.
func (m *Model) run(name string, build func(b *builder, in []*Node) []*Node, args ...*tensors.Tensor) ([]*tensors.Tensor, error) {
	exec, err := m.exec(name, build)
	if err != nil {
		return nil, err
	}
	in := []any{m.values}
	for _, a := range args {
		in = append(in, a)
	}
	out, err := exec.Call(in...)
	if err != nil {
		return nil, fmt.Errorf("model: %s: %w", name, err)
	}
	for _, a := range args {
		a.FinalizeAll()
	}
	return out, nil
}

func (m *Model) exec(name string, build func(b *builder, in []*Node) []*Node) (*Exec, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.execs[name]; ok {
		return e, nil
	}
	e, err := NewExec(m.backend, func(in []*Node) []*Node {
		byName, _ := m.cfg.unpack(in[0])
		return build(&builder{cfg: m.cfg, p: byName}, in[1:])
	})
	if err != nil {
		return nil, err
	}
	m.execs[name] = e.SetMaxCache(maxShapes)
	return m.execs[name], nil
}

// maxShapes bounds the shapes one graph compiles for; bucket keeps their number logarithmic in the length.
const maxShapes = 128

// bucket rounds a size up to a power of two, or to a multiple of 1024 above that, so that few shapes occur.
func bucket(n, least int) int {
	size := least
	for size < n && size < 1024 {
		size *= 2
	}
	if size >= n {
		return size
	}
	return (n + 1023) / 1024 * 1024
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
	name := fmt.Sprintf("logits/%d/%d/%s", tail, topK, form)
	out, err := m.run(name, func(b *builder, in []*Node) []*Node {
		a := b.forward(in[0], tailOptions{tail: tail, topK: max(topK, 0), form: form})
		last := a.hidden.Shape().Dimensions[1]
		return []*Node{b.logits(sliceTokens(a.hidden, last-tail, last))}
	}, tensors.FromFlatDataAndDimensions(append([]int32(nil), tokens...), 1, len(tokens)))
	if err != nil {
		return nil, err
	}
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
