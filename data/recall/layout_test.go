package recall

import (
	"testing"

	"pgregory.net/rapid"
)

// TestRoomCountsPlaces holds the count against the walk, for any chunk size, key and context.
func TestRoomCountsPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Plain()
		c.KeySymbols = rapid.IntRange(1, 2).Draw(t, "key symbols")
		c.Chunk = rapid.IntRange(c.needle(), 20).Draw(t, "chunk")
		c.Straddle = rapid.SampledFrom([]float64{0, 1}).Draw(t, "straddle")
		if c.Straddle == 0 {
			c.Offset = rapid.IntRange(0, c.slot()-1).Draw(t, "offset")
		}
		context := rapid.IntRange(0, 200).Draw(t, "context")
		var got room
		last := 0
		for p := range c.places(context) {
			if p.start < last || p.end > context || p.end-p.start < c.needle() {
				t.Fatalf("place %v after token %d of a context of %d", p, last, context)
			}
			last = p.end
			if p.across {
				got.across++
			} else {
				got.inside++
			}
			if cut := p.start/c.Chunk != (p.start+c.KeySymbols)/c.Chunk; c.Straddle > 0 && cut != p.across {
				t.Fatalf("place %v of chunks of %d: across a boundary is %t", p, c.Chunk, cut)
			}
		}
		if want := c.room(context); got != want {
			t.Fatalf("walked over %+v, room says %+v", got, want)
		}
	})
}

// TestFilledIsTheLargest holds the number of needles with a share across boundaries against a count upwards.
func TestFilledIsTheLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Plain().Straddling(rapid.Float64Range(0.01, 1).Draw(t, "straddle"))
		context := rapid.IntRange(0, 300).Draw(t, "context")
		r := c.room(context)
		c.NeedleShare = 1
		want := 0
		for n := range r.inside + r.across + 1 {
			if c.fits(n, r) {
				want = n
			}
		}
		if got := c.filled(context); got != want {
			t.Fatalf("%d needles in %+v, want %d", got, r, want)
		}
	})
}
