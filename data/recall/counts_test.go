package recall_test

import (
	"testing"

	"github.com/hsalab/hsalab/data/recall"
)

// TestSymbolCounts pins the training shapes of the recipes.
func TestSymbolCounts(t *testing.T) {
	plain, conjunctive, chain := recall.Plain(), recall.Conjunctive(), recall.Chains(2)
	for _, tt := range []struct {
		name             string
		config           recall.Config
		length, tail     int
		needles, queries int
	}{
		{"plain 32", plain, 32, 12, 8, 6},
		{"plain 64", plain, 64, 24, 15, 12},
		{"plain 128", plain, 128, 48, 30, 24},
		{"plain 8192", plain, 8192, 48, 30, 24},
		{"decoys 8192", plain.With(recall.Decoys), 8192, 16, 3066, 8},
		{"decoys, more questions than keys", plain.With(recall.Decoys), 8192, 192, 3000, 31},
		{"conjunctive 32", conjunctive, 32, 12, 4, 4},
		{"conjunctive 64", conjunctive, 64, 24, 8, 8},
		{"conjunctive 128", conjunctive, 128, 48, 15, 15},
		{"conjunctive decoys", conjunctive.With(recall.Decoys), 2048, 24, 380, 8},
		{"chain 32", chain, 32, 12, 8, 6},
		{"chain 128", chain, 128, 48, 30, 24},
		{"chain 8192", chain, 8192, 48, 30, 24},
		{"deep chain 128", chain.Deep(), 128, 48, 30, 15},
		{"deep chain decoys", chain.Deep().With(recall.Decoys), 8192, 16, 3066, 8},
		{"three hops 128", recall.Chains(3), 128, 48, 30, 24},
		{"listed 128", chain.Listing(), 128, 48, 30, 30},
		{"reverse 128", plain.Reversed(), 128, 48, 30, 24},
		{"newest 128", plain.Repeating(2, recall.Newest), 128, 48, 30, 15},
		{"all 128", plain.Repeating(2, recall.All), 128, 48, 30, 30},
		{"straddle 32", plain.Straddling(1), 32, 12, 2, 2},
		{"straddle 128", plain.Straddling(1), 128, 48, 9, 9},
		{"straddle 8192", plain.Straddling(1), 8192, 48, 9, 9},
		{"straddle decoys", plain.Straddling(1).With(recall.Decoys), 8192, 16, 1021, 8},
		{"half straddle 128", plain.Straddling(0.5), 128, 48, 18, 18},
		{"straddle conjunctive 128", conjunctive.Straddling(1), 128, 48, 9, 9},
	} {
		s := sampleOf(t, newSymbols(t, tt.config), 1, 0, tt.length, tt.tail)
		if len(s.Needles) != tt.needles || len(s.Queries) != tt.queries {
			t.Errorf("%s: %d needles and %d queries, want %d and %d", tt.name, len(s.Needles), len(s.Queries), tt.needles, tt.queries)
		}
	}
}

func TestDecoysNeverHoldAQueriedKey(t *testing.T) {
	task := newSymbols(t, recall.Plain().With(recall.Decoys))
	s := sampleOf(t, task, 1, 0, 4096, 16)
	count := map[int32]int{}
	for _, n := range s.Needles {
		count[n.Key]++
	}
	for _, q := range s.Queries {
		if count[int32(q.Key)] != 1 {
			t.Errorf("queried key %d has %d needles, want 1", q.Key, count[int32(q.Key)])
		}
		delete(count, int32(q.Key))
	}
	if len(count) != 32-8 {
		t.Errorf("decoys have %d keys, want all 24 others", len(count))
	}
}

func TestOffsetLetsNeedlesStraddle(t *testing.T) {
	straddling := func(offset int) int {
		c := recall.Plain()
		c.Offset = offset
		n := 0
		for _, q := range sampleOf(t, newSymbols(t, c), 1, 0, 128, 48).Queries {
			if q.Evidence.Start/c.Chunk != q.Chunk {
				n++
			}
		}
		return n
	}
	if got := straddling(0); got != 0 {
		t.Errorf("offset 0: %d needles straddle", got)
	}
	if got := straddling(1); got == 0 {
		t.Error("offset 1: no needle straddles")
	}
}
