package recall

import (
	"math/rand/v2"
	"slices"

	"github.com/hsalab/hsalab/data"
)

// symbolWriter writes one sample, token by token.
type symbolWriter struct {
	*Symbols
	plan
	rand    *rand.Rand
	values  [][]int32 // [subjects] token indices of the values of each subject's needles so far
	defined []int32   // keys of decoys so far, each once, for decoys in chains
	known   []bool    // [keys] whether a key is in defined
	sample  data.Sample
}

func newSymbolWriter(s *Symbols, r *rand.Rand, p plan, length, tail int) symbolWriter {
	w := symbolWriter{
		Symbols: s, plan: p, rand: r,
		values: make([][]int32, len(p.keys)/s.config.keysPerSubject()),
		sample: data.Sample{
			Tokens:  make([]int32, 0, length),
			Tail:    tail,
			Queries: make([]data.Query, 0, len(p.asked)*s.config.answers()),
			Needles: make([]data.Placement, 0, p.needles),
		},
	}
	if s.config.Hops > 0 {
		w.known = make([]bool, s.config.Keys)
	}
	return w
}

func (w *symbolWriter) writeContext() {
	across := w.config.straddling(w.needles)
	r := w.config.room(w.context)
	inside := picker{rand: w.rand, left: uint32(w.needles - across), total: uint32(r.inside)}
	boundary := picker{rand: w.rand, left: uint32(across), total: uint32(r.across)}
	own := picker{rand: w.rand, left: uint32(len(w.order)), total: uint32(w.needles)}
	next := 0
	for p := range w.config.places(w.context) {
		w.noise(p.start - len(w.sample.Tokens))
		picker := &inside
		if p.across {
			picker = &boundary
		}
		switch {
		case !picker.pick():
		case own.pick():
			w.own(w.order[next])
			next++
		default:
			w.decoy()
		}
		w.noise(p.end - len(w.sample.Tokens))
	}
	w.noise(w.context - len(w.sample.Tokens))
}

// own writes the next needle of a subject.
func (w *symbolWriter) own(subject int) {
	earlier := w.values[subject]
	key, value := w.keys[subject*w.config.keysPerSubject()], int32(-1)
	if w.config.Hops > 0 {
		chain := w.keys[subject*w.config.Hops:]
		key = chain[len(earlier)]
		if len(earlier) > 0 {
			value = chain[len(earlier)-1]
		}
	}
	if value < 0 {
		value = w.unlike(earlier)
	}
	w.values[subject] = append(earlier, w.needle(key, value))
}

// unlike draws a value that is not among those at the given tokens.
func (w *symbolWriter) unlike(earlier []int32) int32 {
	for {
		value := w.value()
		if !slices.ContainsFunc(earlier, func(at int32) bool { return w.sample.Tokens[at] == value }) {
			return value
		}
	}
}

// decoy writes a needle of a key that is not asked for. In chains its value is, as often as theirs, the key of an
// earlier decoy.
func (w *symbolWriter) decoy() {
	key := w.decoys[w.rand.IntN(len(w.decoys))]
	w.needle(key, w.decoyValue(key))
	if w.config.Hops > 0 && !w.known[key] {
		w.known[key] = true
		w.defined = append(w.defined, key)
	}
}

func (w *symbolWriter) decoyValue(key int32) int32 {
	if w.config.Hops > 0 && len(w.defined) > 0 && w.rand.IntN(w.config.Hops) > 0 {
		if other := w.defined[w.rand.IntN(len(w.defined))]; other != key {
			return other
		}
	}
	return w.value()
}

// value draws the symbol that answers: a value, or a key where the task is reversed.
func (w *symbolWriter) value() int32 {
	if w.config.Reverse {
		return w.rand.Int32N(int32(w.config.Keys))
	}
	return w.firstValue() + w.rand.Int32N(int32(w.config.Values))
}

// needle writes the needle of a key and returns the token index of its value. Where the task is reversed the value, a key,
// stands first.
func (w *symbolWriter) needle(key, value int32) int32 {
	at := int32(len(w.sample.Tokens))
	if w.config.Reverse {
		w.write(value)
		w.key(key)
	} else {
		w.key(key)
		at = int32(len(w.sample.Tokens))
		w.write(value)
	}
	w.sample.Needles = append(w.sample.Needles, data.Placement{Key: key, Value: at})
	return at
}

// key writes the symbols that a key is asked by.
func (w *symbolWriter) key(key int32) {
	switch {
	case w.config.Reverse:
		w.write(w.firstValue() + key)
	case w.config.KeySymbols == 1:
		w.write(key)
	default:
		side := int32(w.config.side())
		w.write(key / side)
		w.write(side + key%side)
	}
}

func (w *symbolWriter) noise(n int) {
	if n == 0 {
		return
	}
	first, kinds := w.firstNoise(), int32(w.config.Noise)
	for range n {
		w.write(first + w.rand.Int32N(kinds))
	}
}

func (w *symbolWriter) write(token int32) { w.sample.Tokens = append(w.sample.Tokens, token) }
