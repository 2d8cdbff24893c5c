package baseline_test

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/hsa"
	"github.com/hsalab/hsalab/hsa/baseline"
)

// TestLongStream reads a text far beyond windows and the first room of full attention, in pieces of several sizes, and then
// token by token: all logits are those of one shot.
func TestLongStream(t *testing.T) {
	eachRival(t, func(t *testing.T, c baseline.Config) {
		m := open(t, lively(c, 9))
		if c.Kind == baseline.FullAttention {
			m = withYaRN(t, m, 20)
		}
		tokens := randomTokens(9, c.Of.Vocab, 300)
		want := logits(t, m, tokens)
		s := m.NewStream(baseline.StreamOptions{Segment: 64})
		defer s.Free()
		read := 0
		for _, n := range []int{1, 60, 2, 5, 64, 130} {
			if err := s.Append(tokens[read : read+n]); err != nil {
				t.Fatal(err)
			}
			read += n
		}
		got, err := s.Tail(read)
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens[read:] {
			next, err := s.Next(token)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, next...)
		}
		if d := maxDiff(want, got); d > 3e-5 {
			t.Errorf("streamed and one-shot logits differ by %g", d)
		}
		if s.Len() != len(tokens) {
			t.Errorf("Len is %d of %d", s.Len(), len(tokens))
		}
	}, "groups", "shift", "inner", "mamba2-2g")
}

// TestStreamMemory: windows keep the same however long the text; full attention keeps keys and values of every token, with
// at most as much room again.
func TestStreamMemory(t *testing.T) {
	kept := func(c baseline.Config, length int) int {
		s := open(t, lively(c, 1)).NewStream(baseline.StreamOptions{})
		defer s.Free()
		if err := s.Append(randomTokens(1, c.Of.Vocab, length)); err != nil {
			t.Fatal(err)
		}
		return s.Bytes()
	}
	c := nanoRival(baseline.NoMemory)
	windows := 4 * 2 * c.Of.Window * c.Of.HeadDim() * (c.Of.LowerLayers + c.Of.UpperLayers)
	for _, length := range []int{1, 100, 2000} {
		if got := kept(c, length); got != windows {
			t.Errorf("windows keep %d bytes of %d tokens, want %d", got, length, windows)
		}
	}
	full := nanoRival(baseline.FullAttention)
	token := 4 * 2 * full.Of.HeadDim() * 4 // four layers of one key/value head
	for _, length := range []int{64, 100, 1000, 2000} {
		if got := kept(full, length); got < token*length || got >= 2*token*length {
			t.Errorf("full attention keeps %d bytes of %d tokens of %d bytes", got, length, token)
		}
	}
}

// TestStreamDropsOldStates: a tail may be asked for after many times its length, and no longer one than was announced.
func TestStreamDropsOldStates(t *testing.T) {
	c := baseline.Config{Kind: baseline.NoMemory, Of: hsa.Variants()["base"]}
	m, tokens := open(t, lively(c, 2)), randomTokens(2, c.Of.Vocab, 50)
	s := m.NewStream(baseline.StreamOptions{Segment: 4, MaxTail: 3})
	if err := s.Append(tokens); err != nil {
		t.Fatal(err)
	}
	got, err := s.Tail(3)
	if err != nil {
		t.Fatal(err)
	}
	if d := maxDiff(logits(t, m, tokens)[47*c.Of.Vocab:], got); d > 1e-5 {
		t.Errorf("the tail differs by %g", d)
	}
	_, long := s.Tail(4)
	_, none := s.Tail(0)
	s.Free()
	for says, err := range map[string]error{"MaxTail 3": long, "tail of 0": none, "freed": s.Append(tokens)} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error with %q, got %v", says, err)
		}
	}
}
