package hsa

import (
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// chunkMemoryOf is what the chunker makes of states [C S dim]: landmarks, keys and values.
func chunkMemoryOf(t *testing.T, c Config, states []float32) (parts [3][]float32) {
	t.Helper()
	exec := MustNewExec(testBackend(t), func(flat, x *Node) []*Node {
		byName, _ := c.unpack(flat)
		mem := (&builder{cfg: c, p: byName}).chunker(x)
		return []*Node{mem.landmarks, mem.k, mem.v}
	})
	defer exec.Finalize()
	values := livelyValues(c, 5)
	chunks := len(states) / (c.Chunk * c.Dim)
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(values, len(values)), tensors.FromFlatDataAndDimensions(states, 1, chunks, c.Chunk, c.Dim))
	for i := range parts {
		parts[i] = tensors.MustCopyFlatData[float32](out[i])
	}
	return parts
}

// TestChunksAreApart: what a chunk offers depends on its own tokens only (paper.md 10.5.5).
func TestChunksAreApart(t *testing.T) {
	eachVariant(t, func(t *testing.T, c Config) {
		states := randomStates(3 * c.Chunk * c.Dim)
		want := chunkMemoryOf(t, c, states)
		for i := range c.Chunk * c.Dim { // another second chunk
			states[c.Chunk*c.Dim+i] += 0.5
		}
		for part, x := range chunkMemoryOf(t, c, states) {
			third := len(x) / 3
			if maxDiff(want[part][:third], x[:third]) != 0 || maxDiff(want[part][2*third:], x[2*third:]) != 0 {
				t.Errorf("part %d of the first or third chunk changes with the second", part)
			}
			if maxDiff(want[part][third:2*third], x[third:2*third]) < 1e-3 {
				t.Errorf("part %d of the second chunk does not change with it", part)
			}
		}
	})
}

// TestEncoderSeesOrder: with an encoder, exchanging two tokens of a chunk changes its landmark, though attention inside it
// has no order (paper.md 10.5.6); without one, the landmark is that of a mean, which has none either.
func TestEncoderSeesOrder(t *testing.T) {
	for name, sees := range map[string]bool{"base": true, "mean": true, "none": false} {
		c := Variants()[name]
		states := randomStates(c.Chunk * c.Dim)
		want := chunkMemoryOf(t, c, states)
		for i := range c.Dim {
			states[i], states[2*c.Dim+i] = states[2*c.Dim+i], states[i]
		}
		if d := maxDiff(want[0], chunkMemoryOf(t, c, states)[0]); (d > 1e-4) != sees {
			t.Errorf("%s: exchanging two tokens changes the landmark by %g", name, d)
		}
	}
}

func randomStates(n int) []float32 {
	rng := rand.New(rand.NewPCG(4, 2))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}
