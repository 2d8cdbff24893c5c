package hsa

import (
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// MaskChunks hides chunks from every token.
func MaskChunks(chunks ...int) Intervention {
	return func(n *intervened) error { return addChunks(&n.changes.masked, chunks) }
}

// ForceChunks has every token that sees these chunks pick them, the oldest K where they are more than K; their weights
// follow from their scores as ever. It changes nothing where all visible chunks are picked.
func ForceChunks(chunks ...int) Intervention {
	return func(n *intervened) error { return addChunks(&n.changes.forced, chunks) }
}

func addChunks(list *[]int, chunks []int) error {
	for _, c := range chunks {
		if c < 0 {
			return fmt.Errorf("chunk %d: chunks are counted from 0", c)
		}
		*list = append(*list, c)
	}
	slices.Sort(*list)
	*list = slices.Compact(*list)
	return nil
}

// ReplaceLandmark puts values in the place of the landmark of a chunk: LandmarkSize numbers, before the norm of
// LandmarkNorm.
func ReplaceLandmark(chunk int, values []float32) Intervention {
	return func(n *intervened) error {
		if want := n.cfg.LandmarkSize(); chunk < 0 || len(values) != want {
			return fmt.Errorf("landmark of chunk %d with %d values; want a chunk from 0 on and %d values", chunk, len(values), want)
		}
		for _, v := range values {
			if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
				return fmt.Errorf("landmark of chunk %d: a value that is not a number", chunk)
			}
		}
		n.changes.landmarks[chunk] = slices.Clone(values)
		return nil
	}
}

// ScaleHSA multiplies what one group retrieved, H in Eq. 6, by a factor; 0 cuts the branch.
func ScaleHSA(group int, factor float32) Intervention {
	return func(n *intervened) error {
		f := float64(factor)
		if group < 0 || group >= n.cfg.Groups || math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("scale %v of group %d: want a finite factor and one of %d groups", factor, group, n.cfg.Groups)
		}
		if n.changes.scale == nil {
			n.changes.scale = slices.Repeat([]float32{1}, n.cfg.Groups)
		}
		n.changes.scale[group] = factor
		return nil
	}
}

// SetTopK has every token pick k chunks, or every visible one with AllChunks.
func SetTopK(k int) Intervention {
	return func(n *intervened) error {
		if k != AllChunks && k <= 0 {
			return fmt.Errorf("a top-K of %d; want a number of chunks or AllChunks", k)
		}
		n.cfg.InferenceTopK = k
		return nil
	}
}

// SetWindow gives window attention another window. With a wider one a token sees more than it ever did in training.
func SetWindow(window int) Intervention {
	return func(n *intervened) error { n.cfg.Window = window; return nil }
}

// SetWeighting weighs the picked chunks otherwise.
func SetWeighting(w Weighting) Intervention {
	return func(n *intervened) error { n.cfg.Weighting = w; return nil }
}

// replaced is landmarks [B C size] with those of the replaced chunks in their places.
func (v *interventions) replaced(landmarks *Node) *Node {
	if len(v.landmarks) == 0 {
		return landmarks
	}
	dims := landmarks.Shape().Dimensions
	values, keep := make([]float32, dims[1]*dims[2]), slices.Repeat([]float32{1}, dims[1]*dims[2])
	for chunk, row := range v.landmarks {
		if chunk < dims[1] {
			copy(values[chunk*dims[2]:], row)
			clear(keep[chunk*dims[2] : (chunk+1)*dims[2]])
		}
	}
	table := func(flat []float32) *Node {
		return repeated(landmarks.Graph(), flat, dims[0], dims[1], dims[2])
	}
	return Add(Mul(landmarks, table(keep)), table(values))
}

// forceRank ranks the forced chunks above all others [N T C].
func forceRank(ranked *Node, forced []int) *Node {
	dims := ranked.Shape().Dimensions
	table := make([]float32, dims[2])
	some := false
	for _, c := range forced {
		if c < dims[2] {
			table[c], some = 1, true
		}
	}
	if !some {
		return ranked
	}
	force := BroadcastToDims(Const(ranked.Graph(), [][][]float32{{table}}), dims...)
	return Add(Mul(ranked, OneMinus(force)), MulScalar(force, forcedRank))
}

// forcedRank is above every score and below what hides a chunk.
const forcedRank = -masked / 10

// visibility is Config.visibility without the masked chunks.
func (b *builder) visibility(first, tail, chunks int) []float32 {
	mask := b.cfg.visibility(first, tail, chunks)
	for row := range tail {
		b.changes.unmark(mask[row*chunks : (row+1)*chunks])
	}
	return mask
}
