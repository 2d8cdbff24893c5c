package recall_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

func newSymbols(t testing.TB, c recall.Config) *recall.Symbols {
	t.Helper()
	task, err := recall.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return task
}

func sampleOf(t testing.TB, task data.Task, seed uint64, index, length, tail int) data.Sample {
	t.Helper()
	s, err := task.Sample(seed, index, length, tail)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSymbolsAreDeterministic(t *testing.T) {
	task := newSymbols(t, recall.Plain())
	want := sampleOf(t, task, 1, 5, 128, 48)
	sampleOf(t, task, 2, 6, 64, 24)
	if diff := cmp.Diff(want, sampleOf(t, newSymbols(t, recall.Plain()), 1, 5, 128, 48)); diff != "" {
		t.Errorf("the same sample made twice, -first +second:\n%s", diff)
	}
	for name, other := range map[string]data.Sample{
		"seed":  sampleOf(t, task, 2, 5, 128, 48),
		"index": sampleOf(t, task, 1, 6, 128, 48),
		"tail":  sampleOf(t, task, 1, 5, 128, 46),
	} {
		if slices.Equal(want.Tokens, other.Tokens) {
			t.Errorf("another %s gives the same tokens", name)
		}
	}
}

// TestMillionTokens is generous with time: it catches a generator that is not linear.
func TestMillionTokens(t *testing.T) {
	for _, name := range []string{"plain", "chain3", "straddle-half", "reverse-all"} {
		for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
			task := newSymbols(t, named(t, name).With(h))
			start := time.Now()
			s := sampleOf(t, task, 1, 0, 1<<20, 48)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s, %s: 1Mi tokens took %v", name, h, took)
			}
			if err := s.Check(8); err != nil {
				t.Errorf("%s, %s: %v", name, h, err)
			}
		}
	}
}

func BenchmarkSymbols(b *testing.B) {
	for _, h := range []recall.Haystack{recall.Noise, recall.Decoys} {
		b.Run(string(h), func(b *testing.B) {
			task := newSymbols(b, recall.Plain().With(h))
			b.SetBytes(1 << 20)
			for i := 0; b.Loop(); i++ {
				sampleOf(b, task, 1, i, 1<<20, 48)
			}
		})
	}
}
