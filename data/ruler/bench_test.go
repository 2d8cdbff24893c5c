package ruler

import (
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/tokenizer"
)

// BenchmarkNIAH makes samples of a million tokens with the shipped tokenizer: the search for the size and one sample
// (whole), and one sample more (next).
func BenchmarkNIAH(b *testing.B) {
	essay := opticks(b)
	tok, err := tokenizer.Default()
	if err != nil {
		b.Fatal(err)
	}
	for _, task := range []string{"niah_single_1", "niah_single_2", "niah_multikey_2"} {
		run := Run{Task: task, Counter: tok, Length: 1 << 20, Seed: 42, Samples: 1, Essay: essay}
		b.Run(task+"/whole", func(b *testing.B) {
			for b.Loop() {
				run.text(b)
			}
		})
		b.Run(task+"/next", func(b *testing.B) {
			s, f, err := run.prepare()
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := s.make(f, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// opticks is an essay that comes with Go.
func opticks(t testing.TB) *Essay {
	t.Helper()
	book, err := corpus.OpticksCorpus()
	if err != nil {
		t.Skip("no text to hide needles in: ", err)
	}
	var text strings.Builder
	for part, err := range book.Texts() {
		if err != nil {
			t.Fatal(err)
		}
		text.WriteString(part)
	}
	essay, err := NewEssay(text.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return essay
}
