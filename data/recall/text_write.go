package recall

import "math/rand/v2"

// textWriter writes one sample, item by item.
type textWriter struct {
	phraseWriter
	rand *rand.Rand
	text []int32
	next int // place in text
}

// writeContext mixes words, needles with the first once keys and decoys with any key after the first
// queries keys, every order of them equally likely.
func (w *textWriter) writeContext(keys []int32, queries, once, decoys int) {
	own := append([]int32(nil), keys[:once]...)
	w.rand.Shuffle(once, func(i, j int) { own[i], own[j] = own[j], own[i] })
	needles := once + decoys
	items := cap(w.sample.Tokens) - w.sample.Tail - needles*(phrase-1)
	hits := picker{rand: w.rand, left: uint32(needles), total: uint32(items)}
	ours := picker{rand: w.rand, left: uint32(once), total: uint32(needles)}
	for range items {
		switch {
		case !hits.pick():
			w.writeText(1)
		case ours.pick():
			w.needle(int(own[0]), w.value())
			own = own[1:]
		default:
			others := keys[queries:]
			w.needle(int(others[w.rand.IntN(len(others))]), w.value())
		}
	}
}

func (w *textWriter) value() int32 { return w.form.values[w.rand.IntN(len(w.form.values))] }

// writeText writes the next n words of the haystack.
func (w *textWriter) writeText(n int) {
	for range n {
		w.write(w.text[w.next])
		if w.next++; w.next == len(w.text) {
			w.next = 0
		}
	}
}
