package hsa

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestBlocksShorterThanTheirWindow: windows that span several blocks read what windows in one block read, which is how a
// stream in segments of at most a window reads; at the start of a text, behind a carry that is not full, and behind a full one.
// A window that is one token shorter is the negative control.
func TestBlocksShorterThanTheirWindow(t *testing.T) {
	c := smallConfig()
	c.Window = 2 * longestBlock
	const length, tail = 4*longestBlock + 77, 300
	if w := newWindowBlocks(length, c.Window, true); w.block != longestBlock || w.keys != c.Window+longestBlock {
		t.Fatalf("blocks of %d with %d keys", w.block, w.keys)
	}
	tokens := randomTokens(rand.New(rand.NewPCG(4, 4)), c.Vocab, length)
	m := testModel(t, c)
	want, err := m.Logits(tokens, tail, c.TopK, Dense)
	if err != nil {
		t.Fatal(err)
	}
	differs := func(m *Model, segment int) float64 {
		s := m.NewStream(StreamOptions{Segment: segment, MaxTail: tail})
		defer s.Free()
		if err := s.Append(tokens); err != nil {
			t.Fatal(err)
		}
		got, err := s.Tail(tail, TailOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return maxDiff(want, got.Logits)
	}
	for _, segment := range []int{100, c.Window, c.Window + 44, length} {
		t.Run(fmt.Sprint(segment), func(t *testing.T) {
			if d := differs(m, segment); d > 1e-5 {
				t.Errorf("logits differ by %g from those in segments of %d", d, segment)
			}
		})
	}
	c.Window--
	if d := differs(testModel(t, c), 100); d < 1e-4 {
		t.Errorf("a window of %d differs by %g only", c.Window, d)
	}
}
