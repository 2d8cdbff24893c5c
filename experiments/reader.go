package experiments

import (
	"cmp"
	"fmt"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// Stream reads one text piece by piece and answers at its end: an [hsa.Stream], or that of a rival, which retrieves
// nothing. It is for one goroutine.
type Stream interface {
	// Append reads more of the text.
	Append(tokens []int32) error
	// Tail is the outcome at the last n tokens read: their logits, and what each group retrieved. That of a rival has no
	// groups, and takes nothing from the options.
	Tail(n int, o hsa.TailOptions) (*hsa.Tail, error)
	// Next reads one token and returns the logits of the token after it [vocab], valid until the next call.
	Next(token int32) ([]float32, error)
	// Free gives back what the stream keeps; it cannot be used afterwards.
	Free()
}

// Reader is a trained model ready to read: an [hsa.Model], or a rival of package baseline. It is safe for concurrent use.
type Reader interface {
	// NewStream starts an empty text whose last tail tokens can be asked for.
	NewStream(tail int) Stream
	// Close frees graphs and weights.
	Close()
}

// ReaderOptions says how a trained model reads.
type ReaderOptions struct {
	Backend string  // as in hsa.OpenBackend
	TopK    int     // of a model: K, 0 that of its config, hsa.AllChunks every visible chunk
	YaRN    float64 // of a rival with full attention: its positions are stretched for texts so many times as long as in training; 0 and 1 leave them
}

// Model makes the model ready to read on a backend, as in [hsa.OpenBackend], for what looks inside. A rival has nothing
// inside, and is refused; [Trained.Reader] reads with either.
func (t *Trained) Model(backend string) (*hsa.Model, error) {
	if t.Rival != nil {
		return nil, fmt.Errorf("model %s is a rival, %s, and retrieves nothing that could be shown: measure it with \"hsalab eval\"", t.Name, t.Rival.Config.Kind)
	}
	b, err := hsa.OpenBackend(backend)
	if err != nil {
		return nil, err
	}
	return hsa.NewModel(b, t.Weights)
}

// Reader makes the model ready to read on a backend.
func (t *Trained) Reader(o ReaderOptions) (Reader, error) {
	if t.Rival != nil {
		return t.rivalReader(o)
	}
	w := *t.Weights
	w.Config.InferenceTopK = cmp.Or(o.TopK, w.Config.InferenceTopK)
	m, err := (&Trained{Name: t.Name, Weights: &w}).Model(o.Backend)
	if err != nil {
		return nil, err
	}
	return modelReader{m}, nil
}

func (t *Trained) rivalReader(o ReaderOptions) (Reader, error) {
	backend, err := hsa.OpenBackend(o.Backend)
	if err != nil {
		return nil, err
	}
	m, err := baseline.NewModel(backend, t.Rival)
	if err != nil {
		return nil, err
	}
	if o.YaRN <= 1 {
		return rivalReader{m}, nil
	}
	defer m.Close()
	stretched, err := m.WithYaRN(o.YaRN)
	if err != nil {
		return nil, err
	}
	return rivalReader{stretched}, nil
}

// Config is the architecture of the model, of a rival that of the model whose place it takes: vocabulary, chunk size and
// training length are the same.
func (t *Trained) Config() hsa.Config {
	if t.Rival != nil {
		return t.Rival.Config.Of
	}
	return t.Weights.Config
}

// modelReader reads with a model of package hsa.
type modelReader struct{ *hsa.Model }

// NewStream implements Reader.
func (r modelReader) NewStream(tail int) Stream {
	return r.Model.NewStream(hsa.StreamOptions{MaxTail: tail})
}

// rivalReader reads with a rival.
type rivalReader struct{ *baseline.Model }

// NewStream implements Reader.
func (r rivalReader) NewStream(tail int) Stream {
	return rivalStream{r.Model.NewStream(baseline.StreamOptions{MaxTail: tail}), r.Config().Of.Vocab}
}

// rivalStream is the stream of a rival.
type rivalStream struct {
	*baseline.Stream
	vocab int
}

// Tail implements Stream.
func (s rivalStream) Tail(n int, _ hsa.TailOptions) (*hsa.Tail, error) {
	logits, err := s.Stream.Tail(n)
	if err != nil {
		return nil, err
	}
	return &hsa.Tail{First: s.Len() - n, Len: n, Vocab: s.vocab, Logits: logits}, nil
}
