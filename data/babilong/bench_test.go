package babilong_test

import (
	"testing"

	"github.com/hsalab/hsalab/data/babilong"
)

// Eight million tokens, read in blocks as a streaming model does.
func BenchmarkEightMillionTokens(b *testing.B) {
	for _, shuffle := range []bool{false, true} {
		b.Run(map[bool]string{false: "in order", true: "shuffled"}[shuffle], func(b *testing.B) {
			q := question(b, 2, 1)
			b.ReportAllocs()
			for b.Loop() {
				m := mix(b, babilong.Config{Tokens: 8 << 20, Seed: 1, Shuffle: shuffle}, byteTokenizer{}, q)
				n := 0
				for block := range m.Blocks(4096) {
					n += len(block)
				}
				if n != 8<<20 {
					b.Fatalf("%d tokens", n)
				}
			}
		})
	}
}
