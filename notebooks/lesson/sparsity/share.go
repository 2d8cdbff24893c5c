package sparsity

import (
	"fmt"

	"github.com/hsalab/hsalab/hsa/oracle"
	"github.com/hsalab/hsalab/viz"
)

// mostTokens bounds what is counted, so that a cell stays quick.
const mostTokens = 1 << 22

// Share counts over all tokens of a text, for top-K from 1 up to all its chunks, how much of what they see they pick, and
// how many tokens have no choice because they see no more than K chunks.
func Share(length, chunk int) (viz.Curve, error) {
	if chunk < 1 || length < 2*chunk || length > mostTokens {
		return viz.Curve{}, fmt.Errorf("sparsity: a text of %d tokens in chunks of %d: want at least two chunks and at most %d tokens", length, chunk, mostTokens)
	}
	picked, free := viz.Series{Name: "visible chunks that are picked"}, viz.Series{Name: "tokens that pick all they see"}
	for k := 1; ; k *= 2 {
		k = min(k, length/chunk)
		p, f := count(length, chunk, k)
		picked.Points, free.Points = append(picked.Points, viz.Point{X: float64(k), Y: p}), append(free.Points, viz.Point{X: float64(k), Y: f})
		if k == length/chunk {
			break
		}
	}
	return viz.Curve{
		Title:  fmt.Sprintf("What top-K leaves, in a text of %d tokens, chunks of %d", length, chunk),
		XLabel: "top-K", YLabel: "share", Log2X: true, YRange: viz.Range{Low: 0, High: 1}, Series: []viz.Series{picked, free},
	}, nil
}

// count is the share of (token, visible chunk) pairs that are picked with top-K k, and the share of tokens that pick
// everything they see.
func count(length, chunk, k int) (picked, free float64) {
	spec := oracle.Spec{Chunk: chunk, Chunks: length / chunk}
	pairs, picks, all := 0, 0, 0
	for t := range length {
		visible := spec.Visible(t)
		pairs += visible
		picks += min(k, visible)
		if visible <= k {
			all++
		}
	}
	return float64(picks) / float64(pairs), float64(all) / float64(length)
}
