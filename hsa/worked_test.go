package hsa

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// TestVisible is the table of paper.md 10.2: chunks of 64, window 512.
func TestVisible(t *testing.T) {
	plain, hidden := Config{Chunk: 64, Window: 512}, Config{Chunk: 64, Window: 512, HideWindowChunks: true}
	for _, c := range [][3]int{
		{0, 0, 0}, {63, 0, 0}, {64, 1, 0}, {127, 1, 0}, {128, 2, 0}, {511, 7, 0}, {512, 8, 1}, {575, 8, 1},
		{576, 9, 2}, {1023, 15, 8}, {1024, 16, 9}, {4095, 63, 56}, {4096, 64, 57},
	} {
		if got := plain.Visible(c[0]); got != c[1] {
			t.Errorf("token %d sees %d chunks, want %d", c[0], got, c[1])
		}
		if got := hidden.Visible(c[0]); got != c[2] {
			t.Errorf("with hidden window chunks token %d sees %d chunks, want %d", c[0], got, c[2])
		}
	}
}

// TestResidual is paper.md 10.4 with vectors: the stream after the HSA layer is x + M(x+H), plus H in the standard form.
func TestResidual(t *testing.T) {
	tokens := make([]int32, 16)
	for i := range tokens {
		tokens[i] = int32(i)
	}
	layer := func(r Residual) (in, out, mlp, stream []float32) {
		c := smallConfig()
		c.Residual, c.UpperLayers = r, 0
		got := runReference(t, c, Dense, livelyValues(c, 3), tokens, 1, len(tokens))
		return got.named["stream.chunker"], got.named["groups.0.hsa.out"], got.named["groups.0.hsa.mlp_out"], got.named["groups.0.stream_out"]
	}
	for r, share := range map[Residual]float32{Bypass: 0, Standard: 1} {
		in, out, mlp, stream := layer(r)
		want := make([]float32, len(in))
		for i := range want {
			want[i] = in[i] + share*out[i] + mlp[i]
		}
		if d := maxDiff(want, stream); d > 1e-5 {
			t.Errorf("%s: the stream differs by %g from x + %g·H + M", r, d, share)
		}
		if largest(out) < 0.01 {
			t.Errorf("%s: nothing was retrieved, so the test shows nothing", r)
		}
	}
	_, out, mlpBypass, _ := layer(Bypass)
	_, _, mlpStandard, _ := layer(Standard)
	if d := maxDiff(mlpBypass, mlpStandard); d > 1e-6 {
		t.Errorf("M sees the same x + H in both forms, but differs by %g", d)
	}
	if early := out[:4*24]; largest(early) != 0 {
		t.Errorf("before the first chunk is complete H is %v, want 0", early)
	}
}

// picksOf runs topChunks on one token.
func picksOf(t *testing.T, scores, visible []float32, k int) (picked []float32, picks []int32) {
	t.Helper()
	exec := MustNewExec(testBackend(t), func(s, v *Node) (*Node, *Node) { return topChunks(s, v, k) })
	defer exec.Finalize()
	n := len(scores)
	out := exec.MustCall(tensors.FromFlatDataAndDimensions(scores, 1, 1, n), tensors.FromFlatDataAndDimensions(visible, 1, 1, n))
	return tensors.MustCopyFlatData[float32](out[0]), tensors.MustCopyFlatData[int32](out[1])
}

// TestTopK: the picks of the graph (topChunks) and of the host (topK) are the same, the example of paper.md 10.2 and ties
// included, where the older chunk wins.
func TestTopK(t *testing.T) {
	for _, c := range []struct {
		scores  []float32
		visible int
		k       int
		want    []int // oldest first
	}{
		{[]float32{.1, .9, -.4, 5, 7}, 3, 3, []int{0, 1, 2}},
		{[]float32{.1, .9, -.4, 5, 7}, 1, 3, []int{0}},
		{[]float32{.1, .9, -.4, 5, 7}, 5, 2, []int{3, 4}},
		{[]float32{1, 1, 1, 1, 1}, 5, 2, []int{0, 1}},
		{[]float32{1, 2, 1, 2, 2}, 5, 2, []int{1, 3}},
		{[]float32{2, 1, 1, 3, 1}, 5, 3, []int{0, 1, 3}},
		{[]float32{-1000, -1000, 1000, 1000, -1000}, 5, 3, []int{0, 2, 3}},
		{[]float32{0, 0, 0, 0, 0}, 0, 2, nil},
		{[]float32{0, float32(math.Copysign(0, -1)), 0, 0, 0}, 3, 1, []int{0}},
	} {
		visible := make([]float32, len(c.scores))
		for i := range c.visible {
			visible[i] = 1
		}
		picked, best := picksOf(t, c.scores, visible, c.k)
		var graph []int
		for i, p := range picked {
			if p == 1 {
				graph = append(graph, i)
			}
		}
		if diff := cmp.Diff(c.want, graph); diff != "" {
			t.Errorf("topChunks of %v, %d visible (-want +got):\n%s", c.scores, c.visible, diff)
		}
		for slot, p := range best[:min(c.k, c.visible)] {
			if picked[p] != 1 || slot > 0 && c.scores[p] > c.scores[best[slot-1]] {
				t.Errorf("topChunks of %v: picks %v are not the best first", c.scores, best)
			}
		}
		var host picks
		host.reset(1, 1, c.k)
		for i := range c.visible { // one at a time, so that every chunk meets a full row
			host.offer(0, c.scores[i:i+1], i)
		}
		host.sort()
		chunks, scores := host.row(0)
		want := make([]int32, len(c.want))
		for i, chunk := range c.want {
			want[i] = int32(chunk)
		}
		if diff := cmp.Diff(want, chunks, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("picks of %v, %d visible (-want +got):\n%s", c.scores, c.visible, diff)
		}
		for i, chunk := range chunks {
			if scores[i] != c.scores[chunk] {
				t.Errorf("picks of %v: score %v for chunk %d", c.scores, scores[i], chunk)
			}
		}
	}
}
