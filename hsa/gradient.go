package hsa

import (
	"fmt"
	"maps"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// TokenGradient is what the prediction of the token after position depends on: the gradient of -log p(next | tokens up to
// position) by the embedding of each token [L Dim], with the top-K of inference. A token that the prediction cannot reach,
// through windows or picked chunks, has exactly 0. It runs the whole text in one graph.
func (m *Model) TokenGradient(tokens []int32, position int, next int32) ([]float32, error) {
	if err := m.checkTokens(tokens); err != nil {
		return nil, err
	}
	if position < 0 || position >= len(tokens) {
		return nil, fmt.Errorf("model: position %d in a text of %d tokens", position, len(tokens))
	}
	if next < 0 || int(next) >= m.cfg.Vocab {
		return nil, fmt.Errorf("model: next token %d, outside the vocabulary of %d", next, m.cfg.Vocab)
	}
	out, err := m.run("gradient", func(b *builder, in []*Node) []*Node {
		return []*Node{b.tokenGradient(in[0], in[1], in[2])}
	}, tensors.FromFlatDataAndDimensions(append([]int32(nil), tokens...), 1, len(tokens)),
		tensors.FromFlatDataAndDimensions([]int32{int32(position)}, 1, 1), tensors.FromFlatDataAndDimensions([]int32{next}, 1))
	if err != nil {
		return nil, err
	}
	return tensors.CopyFlatData[float32](out[0])
}

// tokenGradient runs the model on a table that has one embedding a position, so that each gets a gradient of its own: ids
// [1 L], position [1 1], next [1].
func (b *builder) tokenGradient(ids, position, next *Node) *Node {
	length := ids.Shape().Dimensions[1]
	table := Gather(b.p["embed.weight"], Reshape(ids, length, 1))
	own := *b
	own.p = maps.Clone(b.p)
	own.p["embed.weight"] = table
	a := own.forward(Iota(ids.Graph(), ids.Shape(), 1), tailOptions{topK: max(b.cfg.TestTopK(), 0), form: Dense})
	hidden := Gather(Reshape(a.hidden, length, b.cfg.Dim), position)
	loss := ReduceAllSum(crossEntropy(b.logits(hidden), next, nil))
	return Gradient(loss, table)[0]
}
