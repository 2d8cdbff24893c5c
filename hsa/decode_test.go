package hsa

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// oneShot are the logits of every position, from the whole text at once.
func oneShot(t testing.TB, m *Model, tokens []int32) []float32 {
	t.Helper()
	logits, err := m.Logits(tokens, len(tokens), 0, Dense)
	if err != nil {
		t.Fatal(err)
	}
	return logits
}

// checkNext reads the tokens from a position on one by one and compares the logits of each with those of one shot.
func checkNext(t *testing.T, s *Stream, tokens []int32, from int, want []float32) {
	t.Helper()
	vocab := s.model.cfg.Vocab
	for i := from; i < len(tokens); i++ {
		got, err := s.Next(tokens[i])
		if err != nil {
			t.Fatal(err)
		}
		if d := maxDiff(want[i*vocab:(i+1)*vocab], got); d > 1e-5 {
			t.Fatalf("token %d of a text decoded from %d on: logits differ by %g", i, from, d)
		}
	}
}

// TestNextEqualsOneShot decodes texts token by token, from the start and behind prefills of any length.
func TestNextEqualsOneShot(t *testing.T) {
	eachStreamed(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		tokens := randomTokens(rand.New(rand.NewPCG(8, 8)), c.Vocab, 70)
		want := oneShot(t, m, tokens)
		for _, prefill := range []int{0, 1, 3, 17, 40} {
			s := m.NewStream(StreamOptions{Segment: 16, MaxTail: 4})
			if err := s.Append(tokens[:prefill]); err != nil {
				t.Fatal(err)
			}
			checkNext(t, s, tokens, prefill, want)
			s.Free()
		}
	})
}

// TestNextAndAppendMix reads and decodes by turns, and asks for tails between.
func TestNextAndAppendMix(t *testing.T) {
	eachStreamed(t, func(t *testing.T, c Config) {
		m := testModel(t, c)
		rng := rand.New(rand.NewPCG(3, 9))
		tokens := randomTokens(rng, c.Vocab, 160)
		want := oneShot(t, m, tokens)
		s := m.NewStream(StreamOptions{Segment: 16, MaxTail: 4})
		defer s.Free()
		for at := 0; at < len(tokens); {
			n := min(len(tokens)-at, 1+rng.IntN(30))
			if rng.IntN(2) == 0 {
				checkNext(t, s, tokens[:at+n], at, want)
			} else if err := s.Append(tokens[at : at+n]); err != nil {
				t.Fatal(err)
			}
			at += n
			if s.middle.held { // a tail cannot go back behind Next
				continue
			}
			tail, err := s.Tail(min(4, at), TailOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if d := maxDiff(want[tail.First*c.Vocab:at*c.Vocab], tail.Logits); d > 1e-5 {
				t.Fatalf("a tail behind %d tokens: logits differ by %g", at, d)
			}
		}
	})
}

func TestNextRefuses(t *testing.T) {
	m := testModel(t, smallConfig())
	s := m.NewStream(StreamOptions{})
	for _, bad := range []int32{-1, 23} {
		if _, err := s.Next(bad); err == nil || !strings.Contains(err.Error(), "outside the vocabulary") {
			t.Errorf("token %d: error %v", bad, err)
		}
	}
	if s.Len() != 0 {
		t.Errorf("%d tokens were read", s.Len())
	}
	s.Free()
	if _, err := s.Next(1); err == nil || !strings.Contains(err.Error(), "freed") {
		t.Errorf("a stream that was freed: error %v", err)
	}
}
