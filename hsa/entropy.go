package hsa

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// entropyLandmarks makes landmarks that score a chunk by a first-order expansion of its log attention mass (HiLS,
// arXiv 2607.02980). For a pooling query u, and p = softmax_j(u·k_j/sqrt(D)) over the chunk's memory keys,
//
//	log Σ_j exp(q·k_j/sqrt(D)) ≥ q·Σ_j p_j k_j/sqrt(D) - Σ_j p_j log p_j,
//
// with equality where q = u: the pooled key is the landmark, and the entropy of p the bias added to its score. u is
// [M 1 Hm·D] and k [M S Hm·D]; the result is [M Hm·(D+1)], the bias behind each head's landmark.
func (b *builder) entropyLandmarks(u, k *Node) *Node {
	m, heads, size := k.Shape().Dimensions[0], b.cfg.MemoryKVHeads, b.cfg.HeadDim()
	scale := 1 / math.Sqrt(float64(size))
	keys := groupKeys(k, heads, size)
	landmark, bias := entropyPool(MulScalar(groupKeys(u, heads, size), scale), keys)
	return Reshape(Concatenate([]*Node{landmark, bias}, 2), m, heads*(size+1))
}

// entropyPool pools keys [N S D] by the queries u [N Q D], already scaled: Σ_j p_j k_j [N Q D] with p = softmax_j(u·k_j),
// and the entropy -Σ_j p_j log p_j [N Q 1].
func entropyPool(u, keys *Node) (pooled, entropy *Node) {
	logits := matmulT(u, keys)
	p := softmax(logits)
	surprise := Sub(InsertAxes(logSumExp(logits), -1), logits) // -log p
	return matmul(p, keys), ReduceAndKeep(Mul(p, surprise), ReduceSum, 2)
}
