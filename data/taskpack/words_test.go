package taskpack

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func words(n *Needles) []string {
	list := make([]string, n.Len())
	for i := range list {
		list[i] = n.At(i)
	}
	return list
}

func TestNeedlesAreTheSortedPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[ab' -]{1,3}`)
		w := Words{Adjectives: rapid.SliceOf(word).Draw(t, "adjectives"), Nouns: rapid.SliceOf(word).Draw(t, "nouns")}
		want := []string{}
		for _, a := range w.Adjectives {
			for _, n := range w.Nouns {
				want = append(want, a+"-"+n)
			}
		}
		if diff := cmp.Diff(unique(want), words(w.Needles())); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}

func TestReferenceWords(t *testing.T) {
	w := openReference(t).Words
	if got, want := Sum(slices.Values(w.All())), w.Sums["cwe_words_sorted"]; got != want {
		t.Errorf("all words: %s, want %s", got, want)
	}
	needles := w.Needles()
	if got, want := needles.Len(), w.Counts["needle_words"]; got != want {
		t.Errorf("%d needle words, want %d", got, want)
	}
	each := func(yield func(string) bool) {
		for i := range needles.Len() {
			if !yield(needles.At(i)) {
				return
			}
		}
	}
	if got, want := Sum(each), w.Sums["needle_words_sorted"]; got != want {
		t.Errorf("needle words: %s, want %s", got, want)
	}
}

func TestWithDroppedNouns(t *testing.T) {
	p := newPack("p")
	p.Words = Words{Nouns: []string{"bee", "fox"}, Dropped: []DroppedNoun{{0, "ant"}, {3, "gnu"}}}
	earlier, err := p.WithDroppedNouns()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ant", "bee", "fox", "gnu"}, earlier.Words.Nouns); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if len(p.Words.Nouns) != 2 {
		t.Errorf("the pack's own nouns are now %v", p.Words.Nouns)
	}
	p.Words.Dropped[1].Index = 4
	if _, err := p.WithDroppedNouns(); err == nil {
		t.Error("index 4 of 3 nouns: no error")
	}
}
