package solutions

import (
	"testing"

	"github.com/hsalab/hsalab/notebooks/exercises"
)

func TestResidual(t *testing.T) {
	out := exercises.BypassOut
	passes(t, out, BypassOut())
	fails(t, out, "standard residual", 12)
	fails(t, out, "what the MLP gives", 9)
	fails(t, out, "not H alone", 7)
	fails(t, out, "without retrieval", 4)
	fails(t, out, "sum of the two", 99)

	lazy := exercises.LazyMLP
	passes(t, lazy, LazyMLP())
	fails(t, lazy, "Two numbers", []float64{3})
	fails(t, lazy, "other way round", []float64{1, 3})
	fails(t, lazy, "own x", []float64{2, 0})
	fails(t, lazy, "no way around", []float64{3, 3})
	fails(t, lazy, "Put 0", []float64{8, 9})

	gate := exercises.Gate
	passes(t, gate, Gate())
	fails(t, gate, "Two numbers", nil)
	fails(t, gate, "other way round", []float64{1, 0})
	fails(t, gate, "between the two", []float64{0.5, 0.5})
	fails(t, gate, "term by term", []float64{7, 7})
}

func TestSparsity(t *testing.T) {
	first := exercises.FirstChoice
	passes(t, first, FirstChoice())
	fails(t, first, "picks all 8", 512)
	fails(t, first, "One early", 575)
	fails(t, first, "At which position", 9)
	fails(t, first, "sees ten", 640)
	fails(t, first, "must it see", 3)

	share := exercises.PickedShare
	passes(t, share, PickedShare)
	fails(t, share, "last token only", func(length, chunk, k int) float64 { return float64(k) * float64(chunk) / float64(length) })
	fails(t, share, "left out", func(length, chunk, k int) float64 { return 1 - PickedShare(length, chunk, k) })
	fails(t, share, "stands in", func(length, chunk, k int) float64 {
		seen, picked := 0, 0
		for t := range length {
			seen += t/chunk + 1
			picked += min(k, t/chunk+1)
		}
		return float64(picked) / float64(seen)
	})
	fails(t, share, "divide once", func(length, chunk, k int) float64 {
		sum := 0.0
		for t := chunk; t < length; t++ {
			sum += float64(min(k, t/chunk)) / float64(t/chunk)
		}
		return sum / float64(length-chunk)
	})
	fails(t, share, "Integers divide", func(length, chunk, k int) float64 {
		seen, picked := 0, 0
		for t := range length {
			seen += t / chunk
			picked += min(k, t/chunk)
		}
		return float64(picked / seen)
	})
	fails(t, share, "Loop over", func(int, int, int) float64 { return 0.5 })
}
