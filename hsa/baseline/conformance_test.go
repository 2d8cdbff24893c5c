package baseline_test

import (
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
	"github.com/hsalab/hsalab/hsa/hsatest"
)

// suited is a rival as the conformance suite sees it. The suite has no check of picks or visibility at the level of a model;
// those are of the operator, which a rival lacks.
type suited struct{ *baseline.Model }

// Logits implements hsatest.Model.
func (s suited) Logits(tokens []int32) ([]float32, error) { return s.Model.Logits(tokens, len(tokens)) }

// NewStream implements hsatest.Streamer, with pieces that the cuts of the suite reach.
func (s suited) NewStream(tail int) (hsatest.Stream, error) {
	return s.Model.NewStream(baseline.StreamOptions{Segment: 16, MaxTail: tail}), nil
}

// facts gives the suite the lengths that matter; chunks are those of the model that is rivalled.
func facts(c baseline.Config) hsatest.Facts {
	return hsatest.Facts{Vocab: c.Of.Vocab, Chunk: c.Of.Chunk, Window: c.Of.Window}
}

func options() hsatest.Options {
	o := hsatest.Options{Limit: 1e-5, Seed: 1}
	if !onGo() {
		o.Effort = hsatest.Quick
	}
	return o
}

func do(t *testing.T, checks []hsatest.Check) {
	t.Helper()
	for _, c := range checks {
		if err := c.Do().Failure(); err != nil {
			t.Error(err)
		}
	}
}

func TestConformance(t *testing.T) {
	eachRival(t, func(t *testing.T, c baseline.Config) {
		do(t, hsatest.ModelChecks(suited{open(t, lively(c, 11))}, facts(c), options()))
	}, "groups", "norms", "shift", "inner", "mamba2-2g")
}

// TestConformanceStretched: YaRN changes positions and nothing else that the suite holds a model to.
func TestConformanceStretched(t *testing.T) {
	c := baseline.Config{Kind: baseline.FullAttention, Of: hsa.Variants()["norms"]}
	c.Of.TrainingLength = 16
	do(t, hsatest.ModelChecks(suited{withYaRN(t, open(t, lively(c, 11)), 4)}, facts(c), options()))
}

// TestReach is 10.5.4 of the notes on the paper: beyond its windows a model without memory sees nothing, in value and in
// gradient. Full attention is the negative control: it fails the same checks.
func TestReach(t *testing.T) {
	for _, name := range []string{"base", "groups", "inner", "shift", "blocks"} {
		c := baseline.Config{Kind: baseline.NoMemory, Of: hsa.Variants()[name]}
		t.Run(name, func(t *testing.T) {
			do(t, hsatest.ReachChecks(suited{open(t, lively(c, 11))}, facts(c), c.Reach(), options()))
			full := c
			full.Kind = baseline.FullAttention
			for _, check := range hsatest.ReachChecks(suited{open(t, lively(full, 11))}, facts(c), c.Reach(), options()) {
				if check.Do().Failure() == nil {
					t.Errorf("full attention passes %q", check.Name)
				}
			}
		})
	}
}
