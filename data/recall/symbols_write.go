package recall

import (
	"math/rand/v2"

	"github.com/hsalab/hsalab/data"
)

// symbolWriter writes one sample, token by token.
type symbolWriter struct {
	*Symbols
	plan
	rand   *rand.Rand
	values []int32 // [Keys] token index of the value of each key that appears exactly once
	sample data.Sample
}

func (w *symbolWriter) writeContext() {
	needles := picker{rand: w.rand, left: uint32(w.needles), total: uint32(w.slots)}
	once := picker{rand: w.rand, left: uint32(len(w.once)), total: uint32(w.needles)}
	next := 0
	w.noise(w.config.Offset)
	for range w.slots {
		switch {
		case !needles.pick():
			w.noise(w.config.slot())
		case once.pick():
			w.values[w.once[next]] = w.needle(w.once[next])
			next++
		default:
			w.needle(w.decoys[w.rand.IntN(len(w.decoys))])
		}
	}
	w.noise(w.context - len(w.sample.Tokens))
}

// needle writes the slot of a needle with a random value and returns the value's token index.
func (w *symbolWriter) needle(key int32) int32 {
	w.key(key)
	at := int32(len(w.sample.Tokens))
	w.sample.Needles = append(w.sample.Needles, data.Placement{Key: key, Value: at})
	w.write(w.firstValue() + w.rand.Int32N(int32(w.config.Values)))
	w.noise(w.config.slot() - w.config.question())
	return at
}

func (w *symbolWriter) writeTail() {
	w.noise(w.sample.Tail - len(w.asked)*w.config.question())
	for _, key := range w.asked {
		w.key(key)
		value := int(w.values[key])
		answer := w.sample.Tokens[value]
		w.sample.Queries = append(w.sample.Queries, data.Query{
			Position: len(w.sample.Tokens) - 1,
			Answer:   answer,
			Key:      int(key),
			Evidence: data.Span{Start: value - w.config.KeySymbols, End: value + 1},
			Value:    value,
			Chunk:    value / w.config.Chunk,
		})
		w.write(answer)
	}
}

func (w *symbolWriter) key(key int32) {
	if w.config.KeySymbols == 1 {
		w.write(key)
		return
	}
	side := int32(w.config.side())
	w.write(key / side)
	w.write(side + key%side)
}

func (w *symbolWriter) noise(n int) {
	first, kinds := w.firstNoise(), int32(w.config.Noise)
	for range n {
		w.write(first + w.rand.Int32N(kinds))
	}
}

func (w *symbolWriter) write(token int32) { w.sample.Tokens = append(w.sample.Tokens, token) }
