package corpus_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data/corpus"
)

// made is a corpus of the given texts.
func made(texts ...string) corpus.Corpus {
	return corpus.New("made", "made", func(yield func(corpus.Document, error) bool) {
		for i, text := range texts {
			if !yield(corpus.NewDocument(fmt.Sprint(i), text), nil) {
				return
			}
		}
	})
}

func collect(t interface{ Fatalf(string, ...any) }, c corpus.Corpus) []corpus.Document {
	var all []corpus.Document
	for d, err := range c.Documents() {
		if err != nil {
			t.Fatalf("%s: %v", c.Name(), err)
		}
		all = append(all, d)
	}
	return all
}

// TestSplitsShareNothing: whatever the texts, copies among them, no text is in two splits and none is lost.
func TestSplitsShareNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.StringMatching(`[ab]{1,6}`)).Draw(t, "texts")
		all := made(texts...)
		where := map[string]corpus.Split{}
		total := 0
		for _, s := range []corpus.Split{corpus.Train, corpus.Validation, corpus.Haystack} {
			for _, d := range collect(t, all.Only(s)) {
				if other, ok := where[d.Text]; ok && other != s {
					t.Fatalf("%q is for %s and for %s", d.Text, other, s)
				}
				where[d.Text] = s
				total++
			}
		}
		if total != len(texts) {
			t.Fatalf("%d documents in the splits of %d", total, len(texts))
		}
	})
}

func TestSplitShares(t *testing.T) {
	const n = 20000
	counts := map[corpus.Split]int{}
	shared := 0
	for i := range n {
		d := corpus.NewDocument("", fmt.Sprint("text ", i))
		counts[d.Split()]++
	}
	for range made(slices.Collect(maps.Keys(numbered(n)))...).Share(0.1).Documents() {
		shared++
	}
	for s, want := range map[corpus.Split]float64{corpus.Train: 0.9, corpus.Validation: 0.05, corpus.Haystack: 0.05} {
		if got := float64(counts[s]) / n; got < want-0.01 || got > want+0.01 {
			t.Errorf("%s has %g of the documents, want %g", s, got, want)
		}
	}
	if got := float64(shared) / n; got < 0.09 || got > 0.11 {
		t.Errorf("a share of 0.1 has %g of the documents", got)
	}
	for text, want := range map[string]corpus.Split{"Light travels.": corpus.Haystack, "Light stays.": corpus.Train, "text 9": corpus.Validation, "a golden text": corpus.Train} {
		if s := corpus.NewDocument("any name", text).Split(); s != want {
			t.Errorf("the splits have changed: %q is for %s, was for %s", text, s, want)
		}
	}
}

func numbered(n int) map[string]bool {
	all := map[string]bool{}
	for i := range n {
		all[fmt.Sprint("text ", i)] = true
	}
	return all
}

func TestCorpusStopsAtAnError(t *testing.T) {
	broken := corpus.New("broken", "broken", func(yield func(corpus.Document, error) bool) {
		_ = yield(corpus.NewDocument("", "a"), nil) && yield(corpus.Document{}, fmt.Errorf("torn page")) && yield(corpus.NewDocument("", "b"), nil)
	})
	for _, c := range []corpus.Corpus{broken, broken.Only(corpus.Train), corpus.Join(broken, made("c")), broken.Share(1)} {
		errs, after := 0, 0
		for _, err := range c.Documents() {
			if err != nil {
				errs++
			} else if errs > 0 {
				after++
			}
		}
		if errs != 1 || after != 0 {
			t.Errorf("%s: %d errors, %d documents after", c.Name(), errs, after)
		}
		if _, err := c.Summary(); err == nil {
			t.Errorf("%s: the summary hides the error", c.Name())
		}
	}
}

func TestSummary(t *testing.T) {
	a, errA := made("ab", "c").Summary()
	b, errB := made("a", "bc").Summary()
	if errA != nil || errB != nil || a.Hash == b.Hash || a.Bytes != 3 || a.Documents != 2 {
		t.Errorf("%+v and %+v, %v, %v", a, b, errA, errB)
	}
	if _, err := made().Summary(); err == nil {
		t.Error("a corpus without documents has a summary")
	}
}

func ExampleCorpus() {
	c := made("Light travels.", "Light stays.", "Light is bent.", "Light travels.")
	for d, err := range corpus.Join(c, c.Share(0.5)).Documents() {
		fmt.Println(d.Name, d.Text, d.Hash(), d.Split(), err)
	}
	fmt.Println(c.Only(corpus.Haystack).Name())
	sum, err := c.Summary()
	fmt.Printf("%+v %v\n", sum, err)
	// Output:
	// 0 Light travels. 448648556f5e09f7 haystack <nil>
	// 1 Light stays. 821105b969daaaeb train <nil>
	// 2 Light is bent. 663f107d4a58a603 train <nil>
	// 3 Light travels. 448648556f5e09f7 haystack <nil>
	// 0 Light travels. 448648556f5e09f7 haystack <nil>
	// 2 Light is bent. 663f107d4a58a603 train <nil>
	// 3 Light travels. 448648556f5e09f7 haystack <nil>
	// made/haystack
	// {Documents:4 Bytes:54 Hash:92bfb4f877447cde} <nil>
}
