package hsa

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// A reading gives the logits [L vocab] of a text.
type reading func(tokens []int32) []float32

// leak changes each of the given tokens in turn and returns the first earlier position whose logits are not
// bit-identical. moved says whether every change was seen at or after its own position.
func leak(read reading, tokens []int32, vocab int, changes []int) (err error, moved bool) {
	want := read(tokens)
	moved = true
	for _, u := range changes {
		changed := append([]int32(nil), tokens...)
		changed[u] = (changed[u] + 1) % int32(vocab)
		got := read(changed)
		for i := range u * vocab {
			if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
				return fmt.Errorf("token %d changes the logits of position %d from %v to %v", u, i/vocab, want[i], got[i]), moved
			}
		}
		moved = moved && maxDiff(want[u*vocab:], got[u*vocab:]) > 0
	}
	return nil, moved
}

const causalLength = 45

var causalChanges = []int{1, 7, 8, 20, 23, 31, 40, 44}

func causalText(c Config) []int32 {
	return randomTokens(rand.New(rand.NewPCG(2, 8)), c.Vocab, causalLength)
}

// TestCausality: no output depends on a later token, in any form and in the stream, for every variant.
func TestCausality(t *testing.T) {
	eachVariant(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		readings := map[string]reading{"stream": func(tokens []int32) []float32 {
			return streamed(t, m, tokens, []int{9, 16}, len(tokens), TailOptions{TopK: 2}).Logits
		}}
		for _, form := range forms {
			readings[string(form)] = func(tokens []int32) []float32 {
				out, err := m.Logits(tokens, len(tokens), 2, form)
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
		}
		for road, read := range readings {
			err, moved := leak(read, causalText(c), c.Vocab, causalChanges)
			if err != nil {
				t.Errorf("%s: %v", road, err)
			}
			if !moved {
				t.Errorf("%s: a change of a token changed nothing at all", road)
			}
		}
	})
}

// TestCausalityCatchesALeak is the negative control, with the defect of the published code: where hidden window chunks
// meet a window smaller than a chunk, a token sees its own unfinished chunk. Validate refuses such a config.
func TestCausalityCatchesALeak(t *testing.T) {
	c := smallConfig()
	c.HideWindowChunks, c.Chunk, c.Window = true, 8, 3
	if c.Validate() == nil {
		t.Error("Validate accepts hidden window chunks with a window smaller than a chunk")
	}
	values := livelyValues(c, 11)
	exec := MustNewExec(testBackend(t), func(flat, ids *Node) *Node {
		byName, _ := c.unpack(flat)
		b := &builder{cfg: c, p: byName}
		return b.logits(b.forward(ids, tailOptions{topK: 2, form: Dense}).hidden)
	})
	defer exec.Finalize()
	read := func(tokens []int32) []float32 {
		out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(tokens, 1, len(tokens)))
		return tensors.MustCopyFlatData[float32](out[0])
	}
	if err, _ := leak(read, causalText(c), c.Vocab, causalChanges); err == nil {
		t.Error("a model that leaks the future passed as causal")
	}
}

// TestReach: without chunks, an output depends on LowerReach + UpperReach earlier tokens, and on no more.
func TestReach(t *testing.T) {
	c := smallConfig()
	c.Chunk, c.Window, c.TokenShift, c.HSAWindow = 1000, 4, 1, 3
	c.LowerLayers, c.UpperLayers = 2, 1
	m := testModel(t, c)
	reach := c.LowerReach() + c.UpperReach()
	if want := 2*4 + 1 + 1*4 + 3; reach != want {
		t.Fatalf("the config reaches %d tokens back, want %d", reach, want)
	}
	tokens := randomTokens(rand.New(rand.NewPCG(2, 8)), c.Vocab, reach+2)
	last := func(change int) []float32 {
		text := append([]int32(nil), tokens...)
		text[change] = (text[change] + 1) % int32(c.Vocab)
		out, err := m.Logits(text, 1, 0, Dense)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	end := len(tokens) - 1
	want, err := m.Logits(tokens, 1, 0, Dense)
	if err != nil {
		t.Fatal(err)
	}
	if maxDiff(want, last(end-reach-1)) != 0 {
		t.Errorf("a token beyond the reach of %d changes the output", reach)
	}
	if maxDiff(want, last(end-reach)) == 0 {
		t.Errorf("a token at the reach of %d changes nothing: the reach is too large", reach)
	}
}
