package baseline_test

import (
	"math"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// TestNoMemoryIsTheModelWithoutMemory: a model whose chunks are longer than the text retrieves nothing. With the
// parameters that they share, the rival gives the same logits to the bit.
func TestNoMemoryIsTheModelWithoutMemory(t *testing.T) {
	eachRival(t, func(t *testing.T, c baseline.Config) {
		if c.Kind != baseline.NoMemory {
			t.Skip("full attention is another model")
		}
		c.Of.Chunk = 1000
		whole, rival := hsa.LivelyWeights(c.Of, 7), &baseline.Weights{Config: c}
		values, at := map[string][]float32{}, 0
		for _, p := range c.Of.Params() {
			values[p.Name] = whole.Values[at : at+p.Size()]
			at += p.Size()
		}
		for _, p := range c.Params() {
			rival.Values = append(rival.Values, values[p.Name]...)
		}
		model, err := hsa.NewModel(backend(t), whole)
		if err != nil {
			t.Fatal(err)
		}
		defer model.Close()
		tokens := randomTokens(7, c.Of.Vocab, 41)
		want, err := model.Logits(tokens, len(tokens), 0, hsa.Dense)
		if err != nil {
			t.Fatal(err)
		}
		if d := maxDiff(want, logits(t, open(t, rival), tokens)); d != 0 {
			t.Errorf("the logits differ by %g", d)
		}
	})
}

// TestInitialValues: what a rival shares with its model starts alike, another seed gives other values, and each parameter
// is there.
func TestInitialValues(t *testing.T) {
	for _, kind := range []baseline.Kind{baseline.NoMemory, baseline.FullAttention} {
		c := nanoRival(kind)
		model, at := map[string][]float32{}, 0
		values := c.Of.InitialValues(5)
		for _, p := range c.Of.Params() {
			model[p.Name] = values[at : at+p.Size()]
			at += p.Size()
		}
		rival, shared := c.InitialValues(5), 0
		at = 0
		for _, p := range c.Params() {
			own := rival[at : at+p.Size()]
			at += p.Size()
			if theirs, ok := model[p.Name]; ok {
				shared++
				if maxDiff(own, theirs) != 0 {
					t.Errorf("%s: %s starts otherwise than in the model", kind, p.Name)
				}
			}
			if strings.Contains(p.Name, "chunker") || strings.Contains(p.Name, "retrieval") {
				t.Errorf("%s has the parameter %s", kind, p.Name)
			}
		}
		if at != len(rival) || at != c.NumParams() || shared == 0 {
			t.Errorf("%s: %d values for %d in the list, NumParams %d, %d shared", kind, len(rival), at, c.NumParams(), shared)
		}
		if d := maxDiff(rival, c.InitialValues(6)); !(d > 0) {
			t.Errorf("%s: two seeds give the same values", kind)
		}
	}
}

// TestFullAttentionIsAsLarge: within 3 % of the parameters of the model, for every preset.
func TestFullAttentionIsAsLarge(t *testing.T) {
	for _, p := range hsa.Presets() {
		c := baseline.Config{Kind: baseline.FullAttention, Of: p.Config(0)}
		share := float64(c.NumParams()) / float64(c.Of.NumParams())
		if math.Abs(share-1) > 0.03 {
			t.Errorf("%s: %.3f of the parameters", p.Name, share)
		}
	}
}

// TestTailIsTheEnd: the logits of a tail are the last of all of them.
func TestTailIsTheEnd(t *testing.T) {
	eachRival(t, func(t *testing.T, c baseline.Config) {
		m, tokens := open(t, lively(c, 5)), randomTokens(5, c.Of.Vocab, 37)
		all := logits(t, m, tokens)
		for _, tail := range []int{1, 5, 36} {
			got, err := m.Logits(tokens, tail)
			if err != nil {
				t.Fatal(err)
			}
			if d := maxDiff(all[len(all)-tail*c.Of.Vocab:], got); d > 1e-5 {
				t.Errorf("tail %d: the logits differ by %g", tail, d)
			}
		}
	})
}

func TestModelRefusals(t *testing.T) {
	c := nanoRival(baseline.NoMemory)
	m, tokens := open(t, lively(c, 1)), randomTokens(1, 64, 8)
	_, short := m.Logits(tokens, 9)
	_, none := m.Logits(tokens, 0)
	_, position := m.TokenGradient(tokens, 8, 0)
	_, next := m.TokenGradient(tokens, 7, 64)
	_, values := baseline.NewModel(backend(t), &baseline.Weights{Config: c, Values: make([]float32, 3)})
	_, config := baseline.NewModel(backend(t), &baseline.Weights{Config: baseline.Config{Kind: "rnn", Of: c.Of}})
	for says, err := range map[string]error{
		"tail of 9 tokens in a text of 8": short, "tail of 0": none, "position 8": position,
		"outside the vocabulary": next, "3 values": values, "unknown kind": config,
	} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error with %q, got %v", says, err)
		}
	}
}
