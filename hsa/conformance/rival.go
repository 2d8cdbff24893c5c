package conformance

import (
	"fmt"

	"github.com/gomlx/compute"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

// rivalled are the variants whose rivals differ in the switches that a rival has.
var rivalled = []string{"groups", "norms", "shift", "inner", "mamba2-2g"}

// Rivals are the groups of the rivals of package baseline: the model without its memory, full attention, and full attention
// with its positions stretched; of the named variants, or of all that matter. One more group holds a model without memory to
// the reach of its windows.
func Rivals(backend compute.Backend, o hsatest.Options, names ...string) (groups []Group) {
	if len(names) == 0 {
		names = rivalled
	}
	variants := hsa.Variants()
	for _, name := range names {
		groups = append(groups, rivalGroup(backend, baseline.NoMemory, name, variants[name], 1, o))
		if variants[name].Backbone == hsa.BackboneWindow {
			groups = append(groups, rivalGroup(backend, baseline.FullAttention, name, variants[name], 1, o))
		}
	}
	groups = append(groups, rivalGroup(backend, baseline.FullAttention, "norms", variants["norms"], 4, o))
	near := newRival(backend, baseline.NoMemory, variants["base"], 1)
	return append(groups, Group{Subject: "rival no-memory, reach", Close: near.close, Checks: func() ([]hsatest.Check, error) {
		if err := near.open(); err != nil {
			return nil, err
		}
		return hsatest.ReachChecks(near, near.facts(), near.cfg.Reach(), o), nil
	}})
}

func rivalGroup(backend compute.Backend, kind baseline.Kind, name string, of hsa.Config, yarn float64, o hsatest.Options) Group {
	m := newRival(backend, kind, of, yarn)
	subject := fmt.Sprintf("rival %s, %s", kind, name)
	if yarn > 1 {
		subject += ", YaRN"
	}
	return Group{Subject: subject, Close: m.close, Checks: func() ([]hsatest.Check, error) {
		if err := m.open(); err != nil {
			return nil, err
		}
		return hsatest.ModelChecks(m, m.facts(), o), nil
	}}
}

// rival is a rival as the suite sees it.
type rival struct {
	*baseline.Model
	backend compute.Backend
	cfg     baseline.Config
	yarn    float64 // factor by which positions are stretched
}

// rivalTrained is the training length that positions are stretched from.
const rivalTrained = 16

func newRival(backend compute.Backend, kind baseline.Kind, of hsa.Config, yarn float64) *rival {
	of.TrainingLength = rivalTrained
	return &rival{backend: backend, cfg: baseline.Config{Kind: kind, Of: of}, yarn: yarn}
}

func (m *rival) open() error {
	made, err := baseline.NewModel(m.backend, baseline.LivelyWeights(m.cfg, seed))
	if err != nil || m.yarn <= 1 {
		m.Model = made
		return err
	}
	defer made.Close()
	m.Model, err = made.WithYaRN(m.yarn)
	return err
}

func (m *rival) close() {
	if m.Model != nil {
		m.Close()
	}
}

// facts are the lengths that matter; chunks are those of the model that is rivalled.
func (m *rival) facts() hsatest.Facts {
	return hsatest.Facts{Vocab: m.cfg.Of.Vocab, Chunk: m.cfg.Of.Chunk, Window: m.cfg.Of.Window}
}

// Logits implements hsatest.Model.
func (m *rival) Logits(tokens []int32) ([]float32, error) { return m.Model.Logits(tokens, len(tokens)) }

// NewStream implements hsatest.Streamer, with pieces that the cuts of the suite reach.
func (m *rival) NewStream(tail int) (hsatest.Stream, error) {
	return m.Model.NewStream(baseline.StreamOptions{Segment: 16, MaxTail: tail}), nil
}
