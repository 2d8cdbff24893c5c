package corpus

import (
	"io"
	"strings"
	"testing"
)

// endless repeats a text and counts the bytes read.
type endless struct {
	text string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.text[e.read%len(e.text):])
	e.read += n
	return n, nil
}

// TestLongTextIsCut reads a text without end: the first words are kept, the rest is not read.
func TestLongTextIsCut(t *testing.T) {
	source := &endless{text: "a bc def "}
	text, err := read("endless", source, limits{words: 300_000, distinct: 10})
	if err != nil {
		t.Fatal(err)
	}
	if !text.Truncated || text.Len() != 300_000 || text.Distinct() != 3 {
		t.Errorf("%d words, %d distinct, truncated %t", text.Len(), text.Distinct(), text.Truncated)
	}
	if source.read > 1<<20 {
		t.Errorf("%d bytes were read for 900,000", source.read)
	}
	first, _ := text.Split(0.5)
	if !first.Truncated || first.Name != "endless" {
		t.Error("a part forgets where it comes from")
	}
}

func TestTextOfTheLargestSizeIsWhole(t *testing.T) {
	text, err := read("fits", strings.NewReader("a b c d"), limits{words: 4, distinct: 4})
	if err != nil || text.Truncated || text.Len() != 4 {
		t.Errorf("%+v, %v, want 4 words, all of the text", text, err)
	}
}

func TestTooManyDistinctWordsAreRefused(t *testing.T) {
	_, err := read("random", strings.NewReader("a b c d e"), limits{words: 10, distinct: 4})
	if err == nil || !strings.Contains(err.Error(), "more than 4 distinct words") {
		t.Errorf("error %v, want one about distinct words", err)
	}
}

func BenchmarkRead(b *testing.B) {
	const size = 8 << 20
	b.SetBytes(size)
	for b.Loop() {
		if _, err := Read("endless", io.LimitReader(&endless{text: "the light of the sun, "}, size)); err != nil {
			b.Fatal(err)
		}
	}
}
