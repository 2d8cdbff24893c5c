package hsa

import (
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/hsalab/hsalab/hsa/hsatest"
	"github.com/hsalab/hsalab/hsa/oracle"
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

// equalShares is a planted fault: the chunks of NSA weigh the same, whatever their mass.
type equalShares struct{ byMass }

func (equalShares) across(picked *Node, _ func() *Node) *Node {
	return Div(picked, Max(ReduceAndKeep(picked, ReduceSum, -1), OnesLike(picked)))
}

// withFault is a form one of whose parts is spoiled.
var withFault = map[string]func(spoil bool) attendFunc{
	"gather, weights in another order": func(spoil bool) attendFunc {
		return func(b *builder, q *Node, mem memory, r retrieval) *Node {
			k, v, weights, _, picks := slots(b, mem, r)
			w := pickWeights(weights, picks)
			if spoil {
				w = Reverse(w, 2)
			}
			return b.attendGather(q, gatherChunks(k, picks), gatherChunks(v, picks), w, b.cfg.sharing())
		}
	},
	"gather, values of another chunk": func(spoil bool) attendFunc {
		return func(b *builder, q *Node, mem memory, r retrieval) *Node {
			k, v, weights, _, picks := slots(b, mem, r)
			other := picks
			if spoil {
				other = Sub(filledInt(q.Graph(), k.Shape().Dimensions[1]-1, picks.Shape().Dimensions...), picks)
			}
			return b.attendGather(q, gatherChunks(k, picks), gatherChunks(v, other), pickWeights(weights, picks), b.cfg.sharing())
		}
	},
	"gather, equal shares": func(spoil bool) attendFunc {
		return func(b *builder, q *Node, mem memory, r retrieval) *Node {
			k, v, weights, _, picks := slots(b, mem, r)
			share := b.cfg.sharing()
			if spoil {
				share = equalShares{}
			}
			return b.attendGather(q, gatherChunks(k, picks), gatherChunks(v, picks), pickWeights(weights, picks), share)
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
			return b.attendDispatch(q, k, v, weights, picked, picks, b.cfg.sharing())
		}
	},
}

// TestComparisonCatchesFaults is the negative control of the conformance of the forms: with a planted fault the comparison
// with the definition must speak, and without it stay silent.
func TestComparisonCatchesFaults(t *testing.T) {
	for name, attend := range withFault {
		t.Run(name, func(t *testing.T) {
			w := oracle.StickBreaking
			if name == "gather, equal shares" {
				w = oracle.NSA
			}
			p := hsatest.Fill(oracle.Spec{Batch: 2, Length: 13, Chunks: 3, Chunk: 4, Heads: 4, MemoryHeads: 2, RetrievalHeads: 2,
				HeadDim: 3, RetrievalDim: 4, TopK: 2, TokensPerRetrieval: 1, Weighting: w}, hsatest.NormalScores, 7)
			differs := func(spoil bool) float64 {
				d, err := hsatest.Disagreement(func(s oracle.Spec) (hsatest.Operator, error) {
					return newGraphOperator(testBackend(t), s, attend(spoil))
				}, p)
				if err != nil {
					t.Fatal(err)
				}
				return d.Error
			}
			if d := differs(false); d > 1e-5 {
				t.Errorf("without the fault it differs by %g", d)
			}
			if d := differs(true); d < 1e-2 {
				t.Errorf("the fault makes a difference of %g only", d)
			}
		})
	}
}
