package corpus

import (
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestCutLosesNothing: the documents of a text are the text, in order, each within the bounds.
func TestCutLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(
			rapid.StringMatching(`[a-zé日]{1,40}`),
			rapid.SampledFrom([]string{"\n", "\n\n", "\r\n\r\n", " ", "é"}),
			rapid.Map(rapid.IntRange(1, 5000), func(n int) string { return strings.Repeat("light ", n) }),
		)).Draw(t, "text"), "")
		var b strings.Builder
		part := 0
		cut("test", iotest.HalfReader(strings.NewReader(text)), func(d Document, err error) bool {
			switch {
			case err != nil:
				t.Fatal(err)
			case d.Part != part:
				t.Fatalf("part %d, want %d", d.Part, part)
			case len(d.Text) >= mostDocument+64<<10:
				t.Fatalf("a document of %d bytes", len(d.Text))
			}
			part++
			b.WriteString(d.Text)
			return true
		})
		if got := b.String(); strings.TrimSpace(got) != strings.TrimSpace(text) {
			t.Fatalf("%d bytes of %d", len(got), len(text))
		}
	})
}

func TestCutBetweenParagraphs(t *testing.T) {
	paragraph := strings.Repeat("word ", 500) + "\n\n"
	parts := 0
	cut("test", strings.NewReader(strings.Repeat(paragraph, 10)), func(d Document, err error) bool {
		if err != nil || !strings.HasSuffix(d.Text, "\n\n") || len(d.Text) < leastDocument || len(d.Text) > leastDocument+len(paragraph) {
			t.Fatalf("%d bytes, %v", len(d.Text), err)
		}
		parts++
		return true
	})
	if parts != 5 {
		t.Errorf("%d documents, want 5", parts)
	}
}

// TestCutWithoutParagraphs cuts a single line without end where no character is torn.
func TestCutWithoutParagraphs(t *testing.T) {
	parts := 0
	cut("test", strings.NewReader("x"+strings.Repeat("日", mostDocument)), func(d Document, err error) bool {
		if err != nil || !utf8.ValidString(d.Text) {
			t.Fatalf("document of %d bytes: %v", len(d.Text), err)
		}
		parts++
		return true
	})
	if parts < 3 {
		t.Errorf("%d documents", parts)
	}
}

func TestCutRefusesBinary(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("word\n\n", 2000) + "\x00": "byte 12000 is 0x00",
		"caf\xe9 noir": "byte 3 is 0xe9",
		"cut \xe2\x80": "byte 4 is 0xe2",
	} {
		var last error
		cut("test", strings.NewReader(text), func(d Document, err error) bool { last = err; return true })
		if last == nil || !strings.Contains(last.Error(), want) {
			t.Errorf("error %v, want %q", last, want)
		}
	}
}

func TestLinesHaveAnEnd(t *testing.T) {
	var last error
	jsonl("test", "text", strings.NewReader("{\"text\":\"one\"}\n"+strings.Repeat(" ", 200)), 100, func(d Document, err error) bool { last = err; return true })
	if last == nil || !strings.Contains(last.Error(), "line 2 is longer than 100 bytes") {
		t.Errorf("error %v", last)
	}
}
