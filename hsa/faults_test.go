package hsa

import (
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
)

// slots are the chunk keys and values by memory head and what was picked, as builder.attend hands them on.
func slots(b *builder, mem memory, r retrieval) (k, v, weights, picked, picks *Node) {
	dims := mem.k.Shape().Dimensions
	kv, size := b.cfg.MemoryKVHeads, b.cfg.HeadDim()
	byHead := func(x *Node) *Node {
		x = groupKeys(Reshape(x, dims[0], dims[1]*dims[2], kv*size), kv, size)
		return Reshape(x, dims[0]*kv, dims[1], dims[2], size)
	}
	heads := func(x *Node) *Node { return b.toMemoryHeads(x, dims[0]) }
	return byHead(mem.k), byHead(mem.v), heads(r.weights), heads(r.picked), heads(r.picks)
}

// withFault is a form whose picks are changed before one of its parts sees them.
var withFault = map[string]func(spoil bool) attendFunc{
	"gather, weights in another order": func(spoil bool) attendFunc {
		return func(b *builder, q *Node, mem memory, r retrieval) *Node {
			k, v, weights, _, picks := slots(b, mem, r)
			w := pickWeights(weights, picks)
			if spoil {
				w = Reverse(w, 2)
			}
			return attendGather(q, gatherChunks(k, picks), gatherChunks(v, picks), w, b.cfg.sharing())
		}
	},
	"gather, values of another chunk": func(spoil bool) attendFunc {
		return func(b *builder, q *Node, mem memory, r retrieval) *Node {
			k, v, weights, _, picks := slots(b, mem, r)
			other := picks
			if spoil {
				other = Sub(filledInt(q.Graph(), k.Shape().Dimensions[1]-1, picks.Shape().Dimensions...), picks)
			}
			return attendGather(q, gatherChunks(k, picks), gatherChunks(v, other), pickWeights(weights, picks), b.cfg.sharing())
		}
	},
	"dispatch, pairs of one token dropped": func(spoil bool) attendFunc {
		return func(b *builder, q *Node, mem memory, r retrieval) *Node {
			k, v, weights, picked, picks := slots(b, mem, r)
			if spoil {
				tail := picked.Shape().Dimensions[1]
				last := Slice(picked, AxisRange(), AxisRange(tail-1))
				picked = Concatenate([]*Node{Slice(picked, AxisRange(), AxisRange(0, tail-1)), ZerosLike(last)}, 1)
			}
			return attendDispatch(q, k, v, weights, picked, picks, b.cfg.sharing())
		}
	},
}

func plainOperator() operatorCase {
	o := operatorCase{batch: 2, length: 13, chunks: 3, topK: 2, cfg: Config{MemoryKVHeads: 2, Heads: 4, Dim: 12, Chunk: 4,
		RetrievalDim: 8, Weighting: WeightStickBreaking}}
	o.fill("normal", 7)
	o.attend = attendBy(Dense)
	return o
}

// TestFormsComparisonCatchesFaults is the negative control of TestFormsAgree: with a planted fault the comparison
// must speak, and without it stay silent.
func TestFormsComparisonCatchesFaults(t *testing.T) {
	o := plainOperator()
	dense := o.run(t)
	for name, form := range withFault {
		t.Run(name, func(t *testing.T) {
			o.attend = form(false)
			if bad := dense.differences(o.run(t), 1e-5); len(bad) > 0 {
				t.Errorf("without the fault: %v", bad)
			}
			o.attend = form(true)
			bad := dense.differences(o.run(t), 1e-5)
			if bad["out"] == 0 || len(bad) < 3 {
				t.Errorf("the fault was seen only in %v", bad)
			}
		})
	}
}

// TestOracleCatchesAWrongMask is the negative control of the oracle: one chunk too many is visible.
func TestOracleCatchesAWrongMask(t *testing.T) {
	o := plainOperator()
	o.visible = func(t int) int { return (t + 1) / o.cfg.Chunk }
	got := o.run(t)
	if d := maxDiff(o.oracle(got.scores), got.out); d < 1e-3 {
		t.Errorf("a mask that lets a token see its own chunk changed the output by %g only", d)
	}
}
