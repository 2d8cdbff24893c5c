package hsa

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
)

// memoryOf is a memory of n chunks, added in pieces, whose landmarks are small whole numbers, so that scores are often
// equal.
func memoryOf(t *testing.T, m *Model, memory chunkMemory, rng *rand.Rand, n int) (landmarks []float32) {
	t.Helper()
	c := m.cfg
	width := c.MemoryKVHeads * c.HeadDim()
	for left := n; left > 0; {
		some := min(left, 1+rng.IntN(60))
		left -= some
		flat := make([]float32, some*c.LandmarkSize())
		for i := range flat {
			flat[i] = float32(rng.IntN(3) - 1)
		}
		landmarks = append(landmarks, flat...)
		parts := []*tensors.Tensor{
			tensors.FromFlatDataAndDimensions(flat, 1, some, c.LandmarkSize()),
			tensors.FromFlatDataAndDimensions(make([]float32, some*c.Chunk*width), 1, some, c.Chunk, width),
			tensors.FromFlatDataAndDimensions(make([]float32, some*c.Chunk*width), 1, some, c.Chunk, width),
		}
		if err := memory.add(some, parts[0], parts[1], parts[2]); err != nil {
			t.Fatal(err)
		}
		free(parts...)
	}
	return landmarks
}

// bestByDefinition are the k best of the first visible chunks, oldest first: by score, of equal ones the older.
func bestByDefinition(scores []float32, k int) []int32 {
	order := make([]int32, len(scores))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	order = order[:min(k, len(order))]
	slices.Sort(order)
	return order
}

// TestMemoryPicks: the memory picks the best of many chunks over several pages, and of equal ones the oldest.
func TestMemoryPicks(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	heads, size := c.RetrievalHeads(), c.LandmarkHead()
	for name, memory := range map[string]chunkMemory{"usual": m.newMemory(64, dtypes.Float32), "small pages": smallPages(m)} {
		t.Run(name, func(t *testing.T) {
			defer memory.free()
			rng := rand.New(rand.NewPCG(3, 3))
			landmarks := memoryOf(t, m, memory, rng, 1500)
			for _, k := range []int{1, 3, 20} {
				visible := []int{1500, 0, 1, 1499, 200, 64, 700}
				queries := make([]float32, heads*len(visible)*size)
				for i := range queries {
					queries[i] = float32(rng.IntN(3) - 1)
				}
				r := &retrieving{queries: tensors.FromFlatDataAndDimensions(queries, heads, len(visible), size), visible: visible}
				var p picks
				p.reset(heads, len(visible), k)
				if err := memory.pick(r, &p); err != nil {
					t.Fatal(err)
				}
				p.sort()
				for row := range heads * len(visible) {
					head, n := row/len(visible), visible[row%len(visible)]
					scores := make([]float32, n)
					for chunk := range scores {
						for i := range size {
							scores[chunk] += queries[row*size+i] * landmarks[chunk*c.LandmarkSize()+head*size+i]
						}
					}
					chunks, got := p.row(row)
					if want := bestByDefinition(scores, k); !slices.Equal(want, chunks) {
						t.Fatalf("K %d, %d visible: picked %v, want %v", k, n, chunks, want)
					}
					for i, chunk := range chunks {
						if got[i] != scores[chunk] {
							t.Fatalf("chunk %d was picked with score %v, it has %v", chunk, got[i], scores[chunk])
						}
					}
				}
			}
		})
	}
}

// smallPages is a memory whose pages are so small that a short text has many.
func smallPages(m *Model) chunkMemory {
	if isGoBackend(m.backend) {
		h := newHostMemory(m, dtypes.Float32)
		h.k.chunks, h.v.chunks = 7, 7
		return h
	}
	return newDevicePages(m, 100, 64, dtypes.Float32)
}

// BenchmarkPick picks 4 of many chunks whose scores have no order, for one row.
func BenchmarkPick(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	scores := make([]float32, 1<<17)
	for i := range scores {
		scores[i] = rng.Float32()
	}
	var p picks
	for b.Loop() {
		p.reset(1, 1, 4)
		p.offer(0, scores, 0)
	}
	b.ReportMetric(float64(b.N*len(scores))/b.Elapsed().Seconds()/1e6, "Mscores/s")
}

// TestStorage: keys and values in half the memory change logits by their rounding and no more, and a state saved from
// them resumes bit for bit.
func TestStorage(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(5, 8)), c.Vocab, 90)
	want := oneShot(t, m, tokens)
	for storage, bound := range map[dtypes.DType]float64{dtypes.Float32: 1e-5, dtypes.Float16: 5e-3, dtypes.BFloat16: 4e-2} {
		o := StreamOptions{MaxTail: 20, Storage: storage}
		s := m.NewStream(o)
		if err := s.Append(tokens); err != nil {
			t.Fatal(err)
		}
		tail, err := s.Tail(20, TailOptions{})
		if err != nil {
			t.Fatal(err)
		}
		d := maxDiff(want[70*c.Vocab:], tail.Logits)
		if d > bound || (storage != dtypes.Float32 && d < 1e-5) {
			t.Errorf("%s: logits differ by %g, want less than %g and something", storage, d, bound)
		}
		again, err := reopened(t, s, o).Tail(20, TailOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(tail.Logits, again.Logits) {
			t.Errorf("%s: resumed, logits differ by %g", storage, maxDiff(tail.Logits, again.Logits))
		}
	}
	s := m.NewStream(StreamOptions{Storage: dtypes.Int8})
	if err := s.Append(tokens); err == nil || !strings.Contains(err.Error(), "cannot be stored as Int8") {
		t.Errorf("storage Int8: error %v", err)
	}
}
