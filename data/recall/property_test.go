package recall_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/recall"
)

// anyConfig draws a task of any kind.
func anyConfig(t *rapid.T) recall.Config {
	c := recall.Plain()
	c.KeySymbols = rapid.IntRange(1, 2).Draw(t, "key symbols")
	c.Keys = rapid.IntRange(2, 70).Draw(t, "keys")
	if c.KeySymbols == 2 {
		side := rapid.IntRange(2, 9).Draw(t, "side")
		c.Keys = side * side
	}
	c.Values = rapid.IntRange(2, 40).Draw(t, "values")
	c.Noise = rapid.IntRange(1, 40).Draw(t, "noise")
	c.Haystack = rapid.SampledFrom([]recall.Haystack{recall.Noise, recall.Decoys}).Draw(t, "haystack")
	c.Chunk = rapid.IntRange(1, 20).Draw(t, "chunk")
	c.NeedleShare = rapid.Float64Range(0.01, 1).Draw(t, "share")
	c.Needles = rapid.IntRange(0, 40).Draw(t, "needles")
	c.TrainLength = rapid.IntRange(16, 300).Draw(t, "train length")
	c.Offset = rapid.IntRange(0, 2*c.KeySymbols-1).Draw(t, "offset")
	for _, change := range []func(*rapid.T, *recall.Config){anyWay, anyStraddle} {
		if changed := c; rapid.Bool().Draw(t, "change") {
			change(t, &changed)
			if changed.Validate() == nil {
				c = changed
			}
		}
	}
	return c
}

// anyWay draws how a task asks: along chains, for repeated keys or by values.
func anyWay(t *rapid.T, c *recall.Config) {
	if rapid.Bool().Draw(t, "chains") {
		c.KeySymbols = 1
		c.Hops = rapid.IntRange(2, 5).Draw(t, "hops")
		c.Shallowest = rapid.IntRange(1, c.Hops).Draw(t, "shallowest")
		c.Listed = c.Shallowest == c.Hops && rapid.Bool().Draw(t, "listed")
		return
	}
	c.Reverse = rapid.Bool().Draw(t, "reverse")
	if rapid.Bool().Draw(t, "repeats") {
		c.Repeats = rapid.IntRange(2, 5).Draw(t, "repeats")
		c.Answer = rapid.SampledFrom([]recall.Which{recall.Newest, recall.Oldest, recall.All}).Draw(t, "answer")
	}
}

// anyStraddle draws a share of needles across boundaries.
func anyStraddle(t *rapid.T, c *recall.Config) {
	c.Offset = 0
	c.Straddle = rapid.SampledFrom([]float64{0.1, 0.5, 0.8, 1}).Draw(t, "straddle")
}

func TestSymbolsHoldTheirAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task, err := recall.New(anyConfig(t))
		if err != nil {
			t.Fatal(err)
		}
		tail := rapid.IntRange(3, 100).Draw(t, "tail")
		length := tail + rapid.IntRange(8, 1000).Draw(t, "context")
		s, err := task.Sample(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 1000).Draw(t, "index"), length, tail)
		if want := task.Queries(length, tail); len(s.Queries) != want || (err == nil) != (want > 0) {
			t.Fatalf("%d queries, Queries says %d, error %v", len(s.Queries), want, err)
		}
		if err != nil {
			return
		}
		if err := checkSymbols(task, s, length, tail); err != nil {
			t.Fatal(err)
		}
	})
}

func TestChunkKeysAgainstTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		task, err := recall.New(anyConfig(t))
		if err != nil {
			t.Fatal(err)
		}
		s, err := task.Sample(rapid.Uint64().Draw(t, "seed"), 0, rapid.IntRange(20, 400).Draw(t, "length"), 9)
		if err != nil {
			return // too short for this task
		}
		p, err := parse(task, s.Tokens[:s.Context()])
		if err != nil {
			t.Fatal(err)
		}
		chunk := rapid.IntRange(1, 50).Draw(t, "chunk size")
		want := make([][]int32, (len(s.Tokens)+chunk-1)/chunk)
		for c := range want {
			want[c] = []int32{}
			for _, f := range p.facts {
				if c*chunk <= f.value && f.value < (c+1)*chunk {
					want[c] = append(want[c], int32(f.id))
				}
			}
		}
		if diff := cmp.Diff(want, data.ChunkKeys(s, chunk)); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}
