package hsa

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
)

func TestTailRefuses(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	s := m.NewStream(StreamOptions{MaxTail: 8})
	refused := func(n int, o TailOptions, says string) {
		t.Helper()
		if _, err := s.Tail(n, o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("a tail of %d, %+v: error %v, want one with %q", n, o, err, says)
		}
	}
	refused(1, TailOptions{}, "in a text of 0")
	if err := s.Append(randomTokens(rand.New(rand.NewPCG(1, 1)), c.Vocab, 40)); err != nil {
		t.Fatal(err)
	}
	refused(0, TailOptions{}, "a tail of 0")
	refused(-3, TailOptions{}, "a tail of -3")
	refused(41, TailOptions{}, "in a text of 40")
	refused(9, TailOptions{}, "longer than the MaxTail 8")
	refused(4, TailOptions{TopK: -2}, "TopK of -2")
	if tail, err := s.Tail(8, TailOptions{TopK: 1000}); err != nil || len(tail.Groups[0].Picks[0]) != c.Visible(32) {
		t.Errorf("K beyond what is visible: %v", err)
	}
}

// TestAppendRefuses: a token outside the vocabulary is refused, and nothing of that call is read.
func TestAppendRefuses(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	s := m.NewStream(StreamOptions{MaxTail: 8, Segment: 4})
	good := randomTokens(rand.New(rand.NewPCG(1, 1)), c.Vocab, 22)
	if err := s.Append(good); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []int32{-1, int32(c.Vocab), 1 << 30} {
		text := append(append([]int32(nil), good...), bad)
		if err := s.Append(text); err == nil || !strings.Contains(err.Error(), "outside the vocabulary of 23") {
			t.Errorf("token %d: error %v", bad, err)
		}
	}
	if err := s.Append(nil); err != nil {
		t.Errorf("nothing to read: %v", err)
	}
	if s.Len() != 22 || s.Chunks() != 5 {
		t.Errorf("%d tokens and %d chunks were read, want 22 and 5", s.Len(), s.Chunks())
	}
	got, err := s.Tail(8, TailOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if want := streamed(t, m, good, []int{22}, 8, TailOptions{}); maxDiff(want.Logits, got.Logits) > 1e-5 {
		t.Error("a refused text left traces")
	}
}

func TestLogitsRefuses(t *testing.T) {
	m := testModel(t, smallConfig())
	for says, call := range map[string]func() ([]float32, error){
		"an empty text": func() ([]float32, error) { return m.Logits(nil, 1, 2, Dense) },
		"outside":       func() ([]float32, error) { return m.Logits([]int32{99}, 1, 2, Dense) },
		"a tail of 3":   func() ([]float32, error) { return m.Logits([]int32{1, 2}, 3, 2, Dense) },
		"a tail of 0":   func() ([]float32, error) { return m.Logits([]int32{1, 2}, 0, 2, Dense) },
		"unknown form":  func() ([]float32, error) { return m.Logits([]int32{1, 2}, 1, 2, "sparse") },
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one with %q", err, says)
		}
	}
}

// held is the memory in bytes of the pages of a chunk memory on the host.
func (h *hostMemory) held() (bytes int64) {
	for _, p := range h.landmarks {
		bytes += int64(len(p.flat)) * 4
	}
	for _, pages := range []kvPages{h.k, h.v} {
		for _, p := range pages.pages {
			bytes += int64(p.bytes())
		}
	}
	return bytes
}

// fillMemory adds chunks whose values tell chunk and place, in pieces of n.
func fillMemory(t *testing.T, m chunkMemory, c Config, n int) {
	t.Helper()
	kv := c.Chunk * c.MemoryKVHeads * c.HeadDim()
	fill := func(size int, dims ...int) *tensors.Tensor {
		x := make([]float32, n*size)
		for j := range n {
			for i := range size {
				x[j*size+i] = chunkValue(m.len()+j, i)
			}
		}
		return tensors.FromFlatDataAndDimensions(x, append([]int{1, n}, dims...)...)
	}
	landmarks := fill(c.LandmarkSize(), c.LandmarkSize())
	k, v := fill(kv, c.Chunk, c.MemoryKVHeads*c.HeadDim()), fill(kv, c.Chunk, c.MemoryKVHeads*c.HeadDim())
	if err := m.add(n, landmarks, k, v); err != nil {
		t.Fatal(err)
	}
	free(landmarks, k, v)
}

func chunkValue(chunk, i int) float32 { return float32(chunk%1000*100 + i) }

// TestChunkMemory: a stream holds what ChunkMemory says, up to the last pages.
func TestChunkMemory(t *testing.T) {
	for _, name := range []string{"base", "three-cls", "entropy", "single"} {
		c := smallConfig()
		variants[name](&c)
		m := testModel(t, c)
		memory := newHostMemory(m, dtypes.Float32)
		defer memory.free()
		for _, n := range []int{1, 63, 64, 65, 7000} {
			for left := n; left > 0; left -= min(left, 1000) {
				fillMemory(t, memory, c, min(left, 1000))
			}
			forecast := c.ChunkMemory(memory.len()*c.Chunk + c.Chunk - 1)
			last := memory.landmarks[len(memory.landmarks)-1]
			spare := int64(4*len(last.flat) + 2*kvPageBytes)
			if held := memory.held(); held < forecast || held >= forecast+spare {
				t.Errorf("%d chunks hold %d bytes, forecast %d, the last pages %d", memory.len(), held, forecast, spare)
			}
		}
	}
	nano := Nano(64)
	if perToken := float64(nano.ChunkMemory(1<<20)) / (1 << 20); perToken < 128 || perToken > 160 {
		t.Errorf("nano keeps %.0f bytes a token, want 128 for keys and values and a little for landmarks", perToken)
	}
}

// TestChunkMemoryCopies: chunks come back as they were added, across pages and in any pieces.
func TestChunkMemoryCopies(t *testing.T) {
	c := smallConfig()
	memory := testModel(t, c).newMemory(5000, dtypes.Float32)
	defer memory.free()
	for _, n := range []int{1, 7, 100, 5000, 9} {
		fillMemory(t, memory, c, n)
	}
	if memory.len() != 5117 {
		t.Fatalf("%d chunks were added, want 5117", memory.len())
	}
	for _, r := range [][2]int{{0, 5117}, {63, 65}, {5000, 5001}, {100, 100}} {
		landmarks, k, v, err := memory.copyOut(r[0], r[1])
		if err != nil {
			t.Fatal(err)
		}
		for what, flat := range map[string][]float32{"landmark": landmarks, "key": k, "value": v} {
			size := c.LandmarkSize()
			if what != "landmark" {
				size = c.Chunk * c.MemoryKVHeads * c.HeadDim()
			}
			if len(flat) != (r[1]-r[0])*size {
				t.Fatalf("chunks %v have %d numbers of each %s", r, len(flat), what)
			}
			for i, got := range flat {
				if want := chunkValue(r[0]+i/size, i%size); got != want {
					t.Fatalf("chunk %d has %s %v at %d, want %v", r[0]+i/size, what, got, i%size, want)
				}
			}
		}
	}
}

// TestLongStream reads a text of more than one page of chunks in small segments, keeps no more than it must, and finds
// the same as a stream with large segments.
func TestLongStream(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(5, 5)), c.Vocab, 20_001)
	read := func(segment int) (*Stream, *Tail) {
		s := m.NewStream(StreamOptions{Segment: segment, MaxTail: 8})
		if err := s.Append(tokens); err != nil {
			t.Fatal(err)
		}
		tail, err := s.Tail(8, TailOptions{AllScores: true})
		if err != nil {
			t.Fatal(err)
		}
		return s, tail
	}
	s, got := read(256)
	if s.Chunks() != 5000 || s.Len() != 20_001 {
		t.Errorf("%d chunks of %d tokens", s.Chunks(), s.Len())
	}
	if n, least := len(s.middle.states)/c.Dim, 8+c.UpperReach(); n < least || n > 2*(least+upperSlack) {
		t.Errorf("%d states of the middle are kept, want %d or a little more", n, least)
	}
	_, want := read(4096)
	if d := maxDiff(want.Logits, got.Logits); d > 1e-5 {
		t.Errorf("logits differ by %g", d)
	}
	for row, picks := range got.Groups[0].Picks {
		all := got.Groups[0].AllScores[row]
		if want := c.Visible(got.First + row%got.Len); len(all) != want {
			t.Fatalf("row %d scored %d chunks, want %d", row, len(all), want)
		}
		for k, chunk := range picks {
			if k > 0 && picks[k-1] <= chunk {
				t.Errorf("picks %v are not newest first", picks)
			}
			if got.Groups[0].Scores[row][k] != all[chunk] || got.Groups[0].Rank(row, chunk) >= c.TopK {
				t.Errorf("row %d: chunk %d of rank %d was picked", row, chunk, got.Groups[0].Rank(row, chunk))
			}
		}
	}
}

// TestTrace: the small questions a trace answers.
func TestTrace(t *testing.T) {
	g := TailGroup{Heads: 1, Picks: [][]int{{3, 1}}, Weights: [][]float32{{.6, .3}}, AllScores: [][]float32{{1, 5, 2, 5}}}
	if w, ok := g.Weight(0, 1); w != .3 || !ok {
		t.Errorf("weight of chunk 1: %v, %v", w, ok)
	}
	if w, ok := g.Weight(0, 2); w != 0 || ok {
		t.Errorf("weight of chunk 2: %v, %v", w, ok)
	}
	for chunk, want := range map[int]int{0: 3, 1: 0, 2: 2, 3: 0, 4: -1, -1: -1} {
		if got := g.Rank(0, chunk); got != want {
			t.Errorf("rank of chunk %d is %d, want %d", chunk, got, want)
		}
	}
	g.AllScores = nil
	if got := g.Rank(0, 1); got != -1 {
		t.Errorf("rank without scores is %d, want -1", got)
	}
	tail := Tail{Len: 2, Vocab: 3, Logits: []float32{0, 2, 1, 7, 7, 3}}
	if a, b := tail.Predict(0), tail.Predict(1); a != 1 || b != 0 {
		t.Errorf("predictions %d and %d, want 1 and 0", a, b)
	}
	if row := tail.Row(2, 1); row != 5 {
		t.Errorf("row %d, want 5", row)
	}
}
