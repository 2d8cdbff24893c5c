package conformance

import (
	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

const seed = 11 // of the weights

// model is a model of package hsa as the suite sees it: whole texts in one form.
type model struct {
	backend compute.Backend
	cfg     hsa.Config
	form    hsa.Form
	hsa     *hsa.Model
}

func (m *model) open() (err error) {
	m.hsa, err = hsa.NewModel(m.backend, hsa.LivelyWeights(m.cfg, seed))
	return err
}

func (m *model) close() {
	if m.hsa != nil {
		m.hsa.Close()
	}
}

func (m *model) facts() hsatest.Facts {
	return hsatest.Facts{Vocab: m.cfg.Vocab, Chunk: m.cfg.Chunk, Window: m.cfg.Window}
}

// asTested is the model with streaming in the dense form only: a stream has no other forms.
func (m *model) asTested() hsatest.Model {
	if m.form == hsa.Dense {
		return streaming{m}
	}
	return m
}

// Logits implements hsatest.Model.
func (m *model) Logits(tokens []int32) ([]float32, error) {
	return m.hsa.Logits(tokens, len(tokens), 0, m.form)
}

// TokenGradient implements hsatest.Differentiable.
func (m *model) TokenGradient(tokens []int32, position int, next int32) ([]float32, error) {
	return m.hsa.TokenGradient(tokens, position, next)
}

// streaming is a model that streams too.
type streaming struct{ *model }

// NewStream implements hsatest.Streamer, with segments that cut chunks.
func (m streaming) NewStream(tail int) (hsatest.Stream, error) {
	return &stream{m.hsa.NewStream(hsa.StreamOptions{Segment: 3*m.cfg.Chunk + 1, MaxTail: tail})}, nil
}

type stream struct{ *hsa.Stream }

// Tail implements hsatest.Stream.
func (s *stream) Tail(n int) ([]float32, error) {
	tail, err := s.Stream.Tail(n, hsa.TailOptions{})
	if err != nil {
		return nil, err
	}
	return tail.Logits, nil
}
