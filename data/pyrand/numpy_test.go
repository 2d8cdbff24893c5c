package pyrand_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/hsalab/hsalab/data/pyrand"
)

func TestLegacyVectors(t *testing.T) {
	for name, want := range readVectors(t).Legacy {
		t.Run(name, func(t *testing.T) { check(t, want, legacyDraws(t, name)) })
	}
}

// legacyDraws are the draws of the vectors for an integer seed, or for a key of 16 words that Python's generator draws.
func legacyDraws(t *testing.T, name string) map[string]any {
	t.Helper()
	if seed, err := strconv.ParseUint(name, 10, 32); err == nil {
		l := pyrand.NewLegacy(uint32(seed))
		return map[string]any{"randint_10000_99999_x6": times(6, func() int { return l.RandInt(10000, 99999) })}
	}
	var seed int64
	if _, err := fmt.Sscanf(name, "hsa_seed_%d", &seed); err != nil {
		t.Fatal(err)
	}
	r := pyrand.NewRandom(seed)
	key := times(16, func() uint32 { return uint32(r.RandInt(0, 1<<32-1)) })
	l := pyrand.NewLegacyKey(key)
	draws := map[string]any{"key16": key}
	draws["randint_100_1000_size7"] = times(7, func() int { return l.RandInt(100, 1000) })
	draws["choice_letters_x5"] = times(5, func() string { return string(rune('A' + l.RandInt(0, 26))) })
	draws["randint_1e7_1e8-1_x3"] = times(3, func() int { return l.RandInt(1e7, 1e8-1) })
	draws["shuffle_range12"] = permutation(12, l.Shuffle)
	draws["randint_5000"] = l.RandInt(0, 5000)
	return draws
}

func TestLegacyRangeOfOneDrawsNothing(t *testing.T) {
	l := pyrand.NewLegacy(3)
	if got := l.RandInt(7, 8); got != 7 {
		t.Errorf("RandInt(7, 8) = %d", got)
	}
	if got, want := l.RandInt(0, 1<<32), pyrand.NewLegacy(3).RandInt(0, 1<<32); got != want {
		t.Errorf("next draw %d, want %d", got, want)
	}
}

func TestGeneratorVectors(t *testing.T) {
	for text, want := range readVectors(t).Generator {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		g := pyrand.NewGenerator(seed)
		draw := func(count, n int) []int { return times(count, func() int { return g.Integers(n) }) }
		draws := map[string]any{}
		draws["choice_1000_x4"] = draw(4, 1000)
		draws["choice_1_x2"] = draw(2, 1)
		draws["choice_range51_size9"] = draw(9, 51)
		draws["choice_38000_x2"] = draw(2, 38000)
		t.Run(text, func(t *testing.T) { check(t, want, draws) })
	}
}

// Where the range is large the multiplication rejects often, and it accepts every word of the whole range.
func TestGeneratorRejects(t *testing.T) {
	const n = 3 << 30
	small, whole := pyrand.NewGenerator(5), pyrand.NewGenerator(5)
	rejected := 0
	for range 100 {
		got := small.Integers(n)
		word := uint64(whole.Integers(1 << 32))
		for uint32(word*n) < 1<<30 {
			word, rejected = uint64(whole.Integers(1<<32)), rejected+1
		}
		if want := int(word * n >> 32); got != want {
			t.Fatalf("Integers(%d) = %d, want %d", n, got, want)
		}
	}
	if rejected < 10 || rejected > 60 {
		t.Errorf("%d words rejected for 100 draws, want about 33", rejected)
	}
}
