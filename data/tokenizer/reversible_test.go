package tokenizer_test

import (
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/tokenizer"
)

func standard(t testing.TB) *tokenizer.BPE {
	t.Helper()
	b, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(t testing.TB, name string) *tokenizer.BPE {
	t.Helper()
	b, err := tokenizer.File(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzReversible feeds any bytes to the tokenizers that promise to give them back.
func FuzzReversible(f *testing.F) {
	for _, text := range []string{"", "Hello, world 1730", "\xff\xfe\x80", "caf\xc3", "日本語\xe6\x97", " \n\t  ", "<|endoftext|>", "\x00"} {
		f.Add(text)
	}
	tokenizers := []data.Tokenizer{tokenizer.Bytes{}, standard(f), file(f, "llama3")}
	f.Fuzz(func(t *testing.T, text string) {
		for _, tok := range tokenizers {
			checkReversible(t, tok, text)
		}
	})
}

func checkReversible(t interface{ Fatalf(string, ...any) }, tok data.Tokenizer, text string) {
	tokens, spans := tok.EncodeOffsets(text)
	if got := tok.Decode(tokens); got != text {
		t.Fatalf("%s: %q came back as %q", tok.Name(), text, got)
	}
	end := 0
	for i, s := range spans {
		if s.Start != end || tok.Decode(tokens[i:i+1]) != text[s.Start:s.End] {
			t.Fatalf("%s: token %d of %q is %q at bytes %d to %d, want it from %d", tok.Name(), i, text, tok.Decode(tokens[i:i+1]), s.Start, s.End, end)
		}
		end = s.End
	}
	if end != len(text) {
		t.Fatalf("%s: the tokens of %q end at byte %d", tok.Name(), text, end)
	}
}

// TestReversible is FuzzReversible on generated text: characters, bytes and long runs.
func TestReversible(t *testing.T) {
	tokenizers := []data.Tokenizer{tokenizer.Bytes{}, standard(t), file(t, "llama3")}
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(t)
		for _, tok := range tokenizers {
			checkReversible(t, tok, text)
		}
	})
}

func anyText(t *rapid.T) string {
	parts := rapid.SliceOf(rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[a-z]{1,12} ?`),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.IntRange(1, 300), func(n int) string { return strings.Repeat("ab ", n) }),
		rapid.SampledFrom([]string{"  ", "\n", "é", "e\u0301", "1730", "don't", "▁", "      "}),
	)).Draw(t, "parts")
	return strings.Join(parts, "")
}

// TestOffsets holds for every tokenizer: offsets lie in the text and do not decrease, Encode, Append and Count agree.
func TestOffsets(t *testing.T) {
	tokenizers := []*tokenizer.BPE{standard(t), file(t, "neox"), file(t, "llama3"), file(t, "llama2"), file(t, "llama2-metaspace")}
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(t)
		for _, b := range tokenizers {
			tokens, spans := b.EncodeOffsets(text)
			if len(tokens) != len(spans) || len(tokens) != b.Count(text) || len(tokens) != len(b.Encode(text)) {
				t.Fatalf("%s: %d tokens, %d spans, Count %d", b.Name(), len(tokens), len(spans), b.Count(text))
			}
			last := data.Span{}
			for i, s := range spans {
				if s.Start < last.Start || s.End < last.End || s.Start > s.End || s.End > len(text) {
					t.Fatalf("%s: token %d of %q has bytes %v after %v", b.Name(), i, text, s, last)
				}
				if id := tokens[i]; id < 0 || int(id) >= b.Vocab() {
					t.Fatalf("%s: token %d of %d", b.Name(), id, b.Vocab())
				}
				last = s
			}
			if len(text) > 0 && last.End != len(text) {
				t.Fatalf("%s: the tokens of %q end at byte %d", b.Name(), text, last.End)
			}
		}
	})
}

// TestOffsetsThroughNormalization pins the bytes of tokens of rewritten text.
func TestOffsetsThroughNormalization(t *testing.T) {
	text := "a e\u0301 b" // NFC joins e and its accent: three bytes become two
	tokens, spans := file(t, "neox").EncodeOffsets(text)
	var got []string
	for _, s := range spans {
		got = append(got, text[s.Start:s.End])
	}
	if joined := strings.Join(got, "|"); joined != "a| |e\u0301|e\u0301| b" && joined != "a| e\u0301|e\u0301| b" {
		t.Errorf("tokens %v stand for %q", tokens, joined)
	}
	_, spans = file(t, "llama2").EncodeOffsets("The Light")
	if spans[0].Start != 0 || spans[len(spans)-1].End != len("The Light") {
		t.Errorf("the inserted prefix moves the offsets: %v", spans)
	}
}
