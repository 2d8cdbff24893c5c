package data_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
)

func ExampleSpan_Chunks() {
	for _, s := range []data.Span{{Start: 60, End: 64}, {Start: 60, End: 65}, {Start: 64, End: 200}, data.NoSpan} {
		fmt.Println(s, s.Chunks(64))
	}
	// Output:
	// {60 64} [0]
	// {60 65} [0 1]
	// {64 200} [1 2 3]
	// {-1 -1} []
}

// The chunks of a span are those of its tokens.
func TestSpanChunks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := data.Span{Start: rapid.IntRange(0, 300).Draw(t, "start")}
		s.End = s.Start + rapid.IntRange(0, 200).Draw(t, "length")
		size := rapid.IntRange(1, 70).Draw(t, "size")
		var want []int
		for token := s.Start; token < s.End; token++ {
			want = append(want, token/size)
		}
		if want = slices.Compact(want); !slices.Equal(s.Chunks(size), want) {
			t.Fatalf("%v in chunks of %d: %v, want %v", s, size, s.Chunks(size), want)
		}
	})
}
