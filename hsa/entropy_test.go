package hsa

import (
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// entropyCase is chunks with pooling queries u and memory keys k, both by head, and the gradient of the result.
type entropyCase struct {
	c       Config
	chunks  int
	u, k, d []float64 // [M Hm·D] [M S Hm·D] [M Hm·(D+1)]
}

func newEntropyCase() entropyCase {
	c := smallConfig()
	c.EntropyBias, c.RetrievalDim = true, c.MemoryKVHeads*c.HeadDim()
	rng := rand.New(rand.NewPCG(5, 5))
	normal := func(n int) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(float32(2 * rng.NormFloat64()))
		}
		return x
	}
	const chunks = 3
	return entropyCase{c, chunks, normal(chunks * c.RetrievalDim), normal(chunks * c.Chunk * c.RetrievalDim), normal(chunks * c.LandmarkSize())}
}

// plain is entropyLandmarks in float64.
func (e entropyCase) plain() []float64 {
	var out []float64
	for chunk := range e.chunks {
		for head := range e.c.MemoryKVHeads {
			pooled, entropy := e.plainHead(chunk, head)
			out = append(append(out, pooled...), entropy)
		}
	}
	return out
}

// logits are u·k/sqrt(D) of one head of a chunk.
func (e entropyCase) logits(u []float64, chunk, head int) []float64 {
	logits := make([]float64, e.c.Chunk)
	for j := range logits {
		logits[j] = dot(u, e.key(chunk, j, head)) / math.Sqrt(float64(e.c.HeadDim()))
	}
	return logits
}

func (e entropyCase) key(chunk, j, head int) []float64 {
	size := e.c.HeadDim()
	return e.k[((chunk*e.c.Chunk+j)*e.c.MemoryKVHeads+head)*size:][:size]
}

func (e entropyCase) query(chunk, head int) []float64 {
	return e.u[(chunk*e.c.MemoryKVHeads+head)*e.c.HeadDim():][:e.c.HeadDim()]
}

func (e entropyCase) plainHead(chunk, head int) (pooled []float64, entropy float64) {
	logits := e.logits(e.query(chunk, head), chunk, head)
	total := 0.0
	for _, l := range logits {
		total += math.Exp(l)
	}
	pooled = make([]float64, e.c.HeadDim())
	for j, l := range logits {
		p := math.Exp(l) / total
		entropy -= p * math.Log(p)
		for i, x := range e.key(chunk, j, head) {
			pooled[i] += p * x
		}
	}
	return pooled, entropy
}

func (e entropyCase) graph(t *testing.T) (landmarks, du, dk []float32) {
	t.Helper()
	exec := MustNewExec(testBackend(t), func(u, k, d *Node) []*Node {
		out := (&builder{cfg: e.c}).entropyLandmarks(u, k)
		return append([]*Node{out}, Gradient(ReduceAllSum(Mul(out, d)), u, k)...)
	})
	defer exec.Finalize()
	c := e.c
	out := exec.MustCall(
		tensors.FromFlatDataAndDimensions(narrow(e.u), e.chunks, 1, c.RetrievalDim),
		tensors.FromFlatDataAndDimensions(narrow(e.k), e.chunks, c.Chunk, c.RetrievalDim),
		tensors.FromFlatDataAndDimensions(narrow(e.d), e.chunks, c.LandmarkSize()))
	flat := tensors.MustCopyFlatData[float32]
	return flat(out[0]), flat(out[1]), flat(out[2])
}

// TestEntropyLandmarks compares values with plain loops and gradients with finite differences of them.
func TestEntropyLandmarks(t *testing.T) {
	e := newEntropyCase()
	got, du, dk := e.graph(t)
	if d := maxDiff(narrow(e.plain()), got); d > 1e-5 {
		t.Errorf("landmarks and biases differ by %g", d)
	}
	loss := func() float64 { return dot(e.plain(), e.d) }
	for _, x := range []struct {
		name   string
		values []float64
		grads  []float32
	}{{"u", e.u, du}, {"k", e.k, dk}} {
		for i := range x.values {
			if d := math.Abs(slope(loss, &x.values[i]) - float64(x.grads[i])); d > 1e-4 {
				t.Fatalf("the gradient of %s[%d] is off by %g", x.name, i, d)
			}
		}
	}
}

// TestEntropyScoreIsALowerBound: the score of a chunk is at most its log attention mass, and equal to it for the query
// that pooled the landmark. Without the bias, the negative control, it is not equal.
func TestEntropyScoreIsALowerBound(t *testing.T) {
	e := newEntropyCase()
	got, _, _ := e.graph(t)
	size := e.c.HeadDim()
	rng := rand.New(rand.NewPCG(6, 6))
	for chunk := range e.chunks {
		for head := range e.c.MemoryKVHeads {
			landmark := widened(got[(chunk*e.c.MemoryKVHeads+head)*(size+1):][:size+1])
			gap := func(q []float64) float64 {
				mass := 0.0
				for _, l := range e.logits(q, chunk, head) {
					mass += math.Exp(l)
				}
				return math.Log(mass) - dot(q, landmark[:size])/math.Sqrt(float64(size)) - landmark[size]
			}
			if g := gap(e.query(chunk, head)); math.Abs(g) > 1e-5 || landmark[size] <= 0 {
				t.Errorf("the query that pooled is off by %g, with a bias of %g", g, landmark[size])
			}
			other := make([]float64, size)
			for i := range other {
				other[i] = rng.NormFloat64()
			}
			if g := gap(other); g < 0 {
				t.Errorf("a score is above the log mass by %g", -g)
			}
		}
	}
}
