package hsa

import (
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/hsalab/hsalab/hsa/hsatest"
)

// leaky is a model with the defect of the published code: where hidden window chunks meet a window smaller than a chunk, a
// token sees its own unfinished chunk.
type leaky struct {
	exec   *Exec
	values []float32
}

func newLeaky(t *testing.T, c Config) leaky {
	exec := MustNewExec(testBackend(t), func(flat, ids *Node) *Node {
		byName, _ := c.unpack(flat)
		b := &builder{cfg: c, p: byName}
		return b.logits(b.forward(ids, tailOptions{topK: 2, form: Dense}).hidden)
	})
	t.Cleanup(exec.Finalize)
	return leaky{exec, livelyValues(c, 11)}
}

// Logits implements hsatest.Model.
func (l leaky) Logits(tokens []int32) ([]float32, error) {
	out, err := l.exec.Call(tensors.FromFlatDataAndDimensions(l.values, len(l.values)), tensors.FromFlatDataAndDimensions(tokens, 1, len(tokens)))
	if err != nil {
		return nil, err
	}
	return tensors.CopyFlatData[float32](out[0])
}

// TestCausalityCatchesALeak is the negative control of the suite on a real model, a config that Validate refuses. With
// chunks as it should see them, the same model is causal.
func TestCausalityCatchesALeak(t *testing.T) {
	c := smallConfig()
	c.HideWindowChunks, c.Chunk, c.Window = true, 8, 3
	if c.Validate() == nil {
		t.Error("Validate accepts hidden window chunks with a window smaller than a chunk")
	}
	facts := hsatest.Facts{Vocab: c.Vocab, Chunk: c.Chunk, Window: c.Window}
	causality := func(c Config) error {
		for _, check := range hsatest.ModelChecks(newLeaky(t, c), facts, hsatest.Options{Limit: 1e-5}) {
			if check.Name == "causality: earlier logits are bit-identical" {
				return check.Do().Failure()
			}
		}
		t.Fatal("the suite has no check of causality")
		return nil
	}
	if causality(c) == nil {
		t.Error("a model that leaks the future passes as causal")
	}
	c.HideWindowChunks = false
	if err := causality(c); err != nil {
		t.Errorf("without the leak: %v", err)
	}
}
