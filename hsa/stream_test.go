package hsa

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// streamed reads tokens in pieces of the given sizes and returns the logits of the last tail positions.
func streamed(t testing.TB, m *Model, tokens []int32, sizes []int, tail int, o TailOptions) *Tail {
	t.Helper()
	s := m.NewStream(StreamOptions{Segment: 16, MaxTail: tail})
	defer s.Free()
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

// eachStreamed is eachVariant and more of the Mamba-2 backbone, which alone has an upper half with states.
func eachStreamed(t *testing.T, f func(t *testing.T, c Config)) {
	t.Helper()
	eachVariant(t, f)
	for name, change := range map[string]func(*Config){
		"mamba-blocks": func(c *Config) { c.TokenShift, c.TokensPerRetrieval = 1, 3 },
		"mamba-lower":  func(c *Config) { c.UpperLayers, c.HSAWindow = 0, 6 },
	} {
		t.Run(name, func(t *testing.T) {
			c := mambaConfig()
			change(&c)
			f(t, c)
		})
	}
}

func TestStreamEqualsOneShot(t *testing.T) {
	eachStreamed(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		tokens := randomTokens(rand.New(rand.NewPCG(4, 4)), c.Vocab, 61)
		for _, topK := range []int{3, AllChunks} {
			n := intervene(t, m, SetTopK(topK))
			for _, tail := range []int{1, 9, 61} {
				want, err := m.Logits(tokens, tail, topK, Dense)
				if err != nil {
					t.Fatal(err)
				}
				for _, sizes := range [][]int{{61}, {1}, {4}, {7, 3, 1, 16}} {
					got := streamed(t, n, tokens, sizes, tail, TailOptions{})
					if d := maxDiff(want, got.Logits); d > 1e-5 {
						t.Errorf("K %d, tail %d, segments %v: logits differ by %g", topK, tail, sizes, d)
					}
				}
			}
		}
	})
}

// TestStreamEverySplit cuts texts of up to 4 chunks and 1 token at every place, and decodes behind every third; the shorter
// texts for one variant alone, for the longest comes through all their states.
func TestStreamEverySplit(t *testing.T) {
	eachStreamed(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		all := randomTokens(rand.New(rand.NewPCG(9, 1)), c.Vocab, 4*c.Chunk+1)
		want := oneShot(t, m, all)
		shortest := len(all)
		if strings.HasSuffix(t.Name(), "/groups") {
			shortest = 2
		}
		for length := shortest; length <= len(all); length++ {
			for cut := 1; cut < length; cut++ {
				got := streamed(t, m, all[:length], []int{cut, length - cut}, min(3, length), TailOptions{})
				if d := maxDiff(want[got.First*c.Vocab:length*c.Vocab], got.Logits); d > 1e-5 {
					t.Errorf("%d and %d tokens: logits differ by %g", cut, length-cut, d)
				}
			}
		}
		for cut := 0; cut < len(all); cut += 3 {
			s := m.NewStream(StreamOptions{Segment: 16, MaxTail: 3})
			if err := s.Append(all[:cut]); err != nil {
				t.Fatal(err)
			}
			checkNext(t, s, all, cut, want)
			s.Free()
		}
	})
}

// TestStreamRandomSplits cuts longer texts, of lengths that are no multiple of anything, at random places.
func TestStreamRandomSplits(t *testing.T) {
	eachStreamed(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		rng := rand.New(rand.NewPCG(11, 2))
		all := randomTokens(rng, c.Vocab, 203)
		want := oneShot(t, m, all)
		for range 4 {
			length := 100 + rng.IntN(104)
			var sizes []int
			for range 5 {
				sizes = append(sizes, 1+rng.IntN(60))
			}
			got := streamed(t, m, all[:length], sizes, 1+rng.IntN(100), TailOptions{})
			if d := maxDiff(want[got.First*c.Vocab:length*c.Vocab], got.Logits); d > 1e-5 {
				t.Errorf("%d tokens in segments %v: logits differ by %g", length, sizes, d)
			}
		}
	})
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
