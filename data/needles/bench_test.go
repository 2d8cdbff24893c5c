package needles_test

import (
	"testing"

	"github.com/hsalab/hsalab/data/needles"
)

func BenchmarkMillionTokens(b *testing.B) {
	m, haystack := maker(b), needles.FromTokens(prose(1<<20))
	for b.Loop() {
		if _, err := m.Make(needles.Config{Task: needles.SingleNeedle, Length: 1 << 20, Depth: 0.5}, haystack); err != nil {
			b.Fatal(err)
		}
	}
}
