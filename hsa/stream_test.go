package hsa

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// streamed reads tokens in pieces of the given sizes and returns the logits of the last tail positions.
func streamed(t testing.TB, m *Model, tokens []int32, sizes []int, tail int, o TailOptions) *Tail {
	t.Helper()
	s := m.NewStream(StreamOptions{Segment: 16, MaxTail: tail})
	for i := 0; len(tokens) > 0; i++ {
		n := min(sizes[i%len(sizes)], len(tokens))
		if err := s.Append(tokens[:n]); err != nil {
			t.Fatal(err)
		}
		tokens = tokens[n:]
	}
	out, err := s.Tail(tail, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStreamEqualsOneShot(t *testing.T) {
	eachVariant(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		tokens := randomTokens(rand.New(rand.NewPCG(4, 4)), c.Vocab, 61)
		for _, topK := range []int{3, AllChunks} {
			m := m
			if c.statefulUpper() { // its states depend on K
				var err error
				if m, err = m.With(SetTopK(topK)); err != nil {
					t.Fatal(err)
				}
				defer m.Close()
			}
			for _, tail := range []int{1, 9, 61} {
				want, err := m.Logits(tokens, tail, topK, Dense)
				if err != nil {
					t.Fatal(err)
				}
				for _, sizes := range [][]int{{61}, {1}, {4}, {7, 3, 1, 16}} {
					got := streamed(t, m, tokens, sizes, tail, TailOptions{TopK: topK})
					if d := maxDiff(want, got.Logits); d > 1e-5 {
						t.Errorf("K %d, tail %d, segments %v: logits differ by %g", topK, tail, sizes, d)
					}
				}
			}
		}
	})
}

// TestStreamEverySplit cuts a text of 4 chunks and 1 token at every place.
func TestStreamEverySplit(t *testing.T) {
	c := smallConfig()
	m := testModel(t, c)
	tokens := randomTokens(rand.New(rand.NewPCG(9, 1)), c.Vocab, 4*c.Chunk+1)
	want := streamed(t, m, tokens, []int{len(tokens)}, 5, TailOptions{TopK: 2})
	for cut := 1; cut < len(tokens); cut++ {
		t.Run(fmt.Sprint(cut), func(t *testing.T) {
			got := streamed(t, m, tokens, []int{cut, len(tokens) - cut}, 5, TailOptions{TopK: 2})
			if d := maxDiff(want.Logits, got.Logits); d > 1e-5 {
				t.Errorf("logits differ by %g", d)
			}
		})
	}
}

// TestStreamsShareAModel: a model that no graph has run yet serves several goroutines.
func TestStreamsShareAModel(t *testing.T) {
	c := smallConfig()
	tokens := randomTokens(rand.New(rand.NewPCG(6, 6)), c.Vocab, 40)
	for range 20 {
		m := testModel(t, c)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				s := m.NewStream(StreamOptions{MaxTail: 4})
				if err := s.Append(tokens); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}
