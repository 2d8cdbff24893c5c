package hsa

import (
	"math"
	"math/rand/v2"

	"github.com/gomlx/gomlx/core/tensors"
)

// noiseShape is that of the ranking noise of a batch, [G B·Hr T C]: every group, retrieval head, token of the upper half
// and chunk. A text without a whole chunk has none.
func (c Config) noiseShape(b Batch) []int {
	return []int{c.Groups, b.B * c.RetrievalHeads(), b.L - c.tailStart(b.L, b.Tail), c.Chunks(b.L)}
}

// gumbelNoise draws Gumbel(0, 1) noise for one training step: to pick the K largest of scores + noise is to draw K chunks
// without replacement, with odds exp(score). Every step has a generator of its own, seeded by the seed and the step, and
// runs on the host: the noise is the same on every backend, and after a resume.
func (c Config) gumbelNoise(seed uint64, step int, b Batch) *tensors.Tensor {
	shape := c.noiseShape(b)
	rng := rand.New(rand.NewPCG(seed, uint64(step)))
	width, n := shape[3], max(1, c.TokensPerRetrieval)
	flat := make([]float32, shape[0]*shape[1]*shape[2]*width)
	for row := range len(flat) / max(1, width) {
		to := flat[row*width : (row+1)*width]
		if token := row % shape[2]; token%n > 0 { // the first token of the block has drawn
			copy(to, flat[(row-1)*width:row*width])
			continue
		}
		for i := range to {
			to[i] = float32(-math.Log(rng.ExpFloat64()))
		}
	}
	return tensors.FromFlatDataAndDimensions(flat, shape...)
}
