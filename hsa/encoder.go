package hsa

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

const encoderTheta = 10000 // base of the encoder's rotary positions, whatever rope_theta says

// memory is what the chunks offer to every group, made once (section 3.3): lmk[i] = Linear(f(H[i])) and
// [K[i], V[i]] = Linear(g(H[i])). No positions on V, nor on K but for far positions (far.go).
type memory struct {
	landmarks *Node // [B C n·Hr·R'], n landmarks a chunk: LandmarkSize values
	k, v      *Node // [B C S Hm·D]
}

// chunker turns the middle of the stream, cut in chunks [B C S dim], into the chunk memory.
func (b *builder) chunker(h *Node) memory {
	dims := h.Shape().Dimensions
	check(h, "chunker", "B C S dim", -1, -1, b.cfg.Chunk, b.cfg.Dim)
	batch, chunks := dims[0], dims[1]
	tokens, summary := b.encodeChunks(Reshape(h, batch*chunks, b.cfg.Chunk, b.cfg.Dim))
	k := b.linear(tokens, "chunker.k_proj")
	if b.cfg.HSAQKNorm {
		k = b.headNorm(k, "chunker.k_norm", b.cfg.HeadDim(), epsInner)
	}
	v := b.linear(tokens, "chunker.v_proj")
	width := b.cfg.MemoryKVHeads * b.cfg.HeadDim()
	return memory{
		landmarks: Reshape(b.landmarks(summary, k), batch, chunks, b.cfg.LandmarkSize()),
		k:         Reshape(k, batch, chunks, b.cfg.Chunk, width),
		v:         Reshape(v, batch, chunks, b.cfg.Chunk, width),
	}
}

// landmarks projects what the landmarks are made from, summary [M n dim], to [M LandmarkSize]; k are the chunks' memory
// keys [M S Hm·D].
func (b *builder) landmarks(summary, k *Node) *Node {
	projected := b.linear(summary, "chunker.landmark_proj")
	if b.cfg.EntropyBias {
		return b.entropyLandmarks(projected, k)
	}
	return projected
}

// encodeChunks returns the encoded tokens [M S dim] of the chunks x [M S dim], and the vectors that the landmarks are
// made from [M n dim].
func (b *builder) encodeChunks(x *Node) (tokens, summary *Node) {
	m, s := x.Shape().Dimensions[0], b.cfg.Chunk
	if b.cfg.Encoder == EncoderNone {
		tokens = b.rmsNorm(x, "chunker.plain_norm", epsInner)
		return tokens, ReduceAndKeep(tokens, ReduceMean, 1)
	}
	if b.cfg.Encoder == EncoderCLS {
		cls := BroadcastToDims(b.p["chunker.cls"], m, b.cfg.CLSTokens, b.cfg.Dim)
		x = Concatenate([]*Node{x, cls}, 1)
	}
	if b.cfg.EncoderInputNorm {
		x = b.rmsNorm(x, "chunker.encoder_input_norm", epsInner)
	}
	for i := range b.cfg.EncoderLayers {
		x = b.encoderLayer(x, fmt.Sprintf("chunker.encoder.%d", i))
	}
	x = b.rmsNorm(x, "chunker.encoder_final_norm", epsInner)
	if b.cfg.Encoder == EncoderMean {
		return x, ReduceAndKeep(x, ReduceMean, 1)
	}
	return sliceTokens(x, 0, s), sliceTokens(x, s, s+b.cfg.CLSTokens)
}

// encoderLayer is bidirectional over the rows of each chunk x [M rows dim], with rotary positions 0..rows-1.
func (b *builder) encoderLayer(x *Node, name string) *Node {
	x = Add(x, b.chunkAttention(b.rmsNorm(x, name+".attn_norm", epsInner), name+".attn"))
	return Add(x, b.swiGLU(b.rmsNorm(x, name+".mlp_norm", epsInner), name+".mlp"))
}

func (b *builder) chunkAttention(x *Node, name string) *Node {
	dims := x.Shape().Dimensions
	m, rows := dims[0], dims[1]
	kv, size := b.cfg.WindowKVHeads, b.cfg.HeadDim()
	group := b.cfg.Heads / kv
	scale := 1 / math.Sqrt(float64(size))
	var q *Node
	k, v := b.linear(x, name+".k_proj"), b.linear(x, name+".v_proj")
	if b.cfg.WindowQKNorm {
		q = MulScalar(b.headNorm(b.linear(x, name+".q_proj"), name+".q_norm", size, epsInner), scale)
		k = b.headNorm(k, name+".k_norm", size, epsInner)
	} else {
		q = b.scaled(x, name+".q_proj", scale)
	}
	q, k, v = groupQueries(q, kv, size), groupKeys(k, kv, size), groupKeys(v, kv, size)
	q = rotate(q, encoderTheta, func(row int) int { return row / group })
	k = rotate(k, encoderTheta, func(row int) int { return row })
	out := b.product(softmax(b.productT(q, k)), v)
	return b.linear(ungroup(out, m, rows, kv, group, size), name+".o_proj")
}
