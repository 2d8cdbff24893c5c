package conformance

import (
	"os"
	"path/filepath"

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
	o := hsa.StreamOptions{Segment: 3*m.cfg.Chunk + 1, MaxTail: tail}
	return &stream{m.hsa.NewStream(o), m.hsa, o}, nil
}

type stream struct {
	*hsa.Stream
	model   *hsa.Model
	options hsa.StreamOptions
}

// Tail implements hsatest.Stream.
func (s *stream) Tail(n int) ([]float32, error) {
	tail, err := s.Stream.Tail(n, hsa.TailOptions{})
	if err != nil {
		return nil, err
	}
	return tail.Logits, nil
}

// Reload implements hsatest.Keeper.
func (s *stream) Reload() (hsatest.Stream, error) {
	dir, err := os.MkdirTemp("", "hsalab-check-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	state, err := s.State()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "state.safetensors")
	if err := state.Save(path); err != nil {
		return nil, err
	}
	if state, err = hsa.LoadStreamState(path); err != nil {
		return nil, err
	}
	again, err := s.model.Resume(state, s.options)
	return &stream{again, s.model, s.options}, err
}
