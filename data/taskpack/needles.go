package taskpack

import (
	"slices"
	"strings"
)

// Needles is the sorted list of all different pairs adjective-noun, from which keys and values of needles are drawn. It
// holds one number a pair, not the words.
type Needles struct {
	adjectives, nouns []string
	pairs             []uint32 // adjective * len(nouns) + noun
}

// Needles makes the list. It takes a moment for millions of pairs: make it once.
func (w *Words) Needles() *Needles {
	n := &Needles{
		adjectives: unique(slices.Clone(w.Adjectives)),
		nouns:      unique(slices.Clone(w.Nouns)),
	}
	for from := 0; from < len(n.adjectives); {
		to := from + 1
		for to < len(n.adjectives) && strings.HasPrefix(n.adjectives[to], n.adjectives[from]) {
			to++
		}
		n.add(from, to)
		from = to
	}
	return n
}

// Len is the number of pairs.
func (n *Needles) Len() int { return len(n.pairs) }

// At is pair i of the sorted list.
func (n *Needles) At(i int) string { return n.word(n.pairs[i]) }

func (n *Needles) word(pair uint32) string {
	size := uint32(len(n.nouns))
	return n.adjectives[pair/size] + "-" + n.nouns[pair%size]
}

// add appends the pairs of adjectives that begin alike. The joined words are in the order of the adjectives but for one
// case: where one adjective begins with another and goes on with something that sorts before the hyphen, or with it.
func (n *Needles) add(from, to int) {
	start, size := len(n.pairs), len(n.nouns)
	for i := from * size; i < to*size; i++ {
		n.pairs = append(n.pairs, uint32(i))
	}
	if !slices.ContainsFunc(n.adjectives[from:to], beforeLetters) {
		return
	}
	block := n.pairs[start:]
	slices.SortFunc(block, func(a, b uint32) int { return strings.Compare(n.word(a), n.word(b)) })
	same := func(a, b uint32) bool { return n.word(a) == n.word(b) }
	n.pairs = n.pairs[:start+len(slices.CompactFunc(block, same))]
}

// beforeLetters reports whether a word has a character that does not sort behind the hyphen.
func beforeLetters(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return r <= '-' })
}
