package tokenizer

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPatternInCode holds the function gpt2 against its pattern.
func TestPatternInCode(t *testing.T) {
	match, err := compile(gpt2Pattern)
	if err != nil {
		t.Fatal(err)
	}
	check := func(t interface{ Fatalf(string, ...any) }, text string) {
		for at := 0; at < len(text); {
			want := match.isolated(text[at:])
			if got := gpt2(text[at:]); got != want {
				t.Fatalf("%q: piece of %d bytes, want %d", text[at:], got, want)
			}
			at += want
		}
	}
	for _, text := range []string{"a  b", "I've 'll '", "\xff\xfe 's", "x \u00a0 y", "12\u0663½ Ⅷ", " ", "'", "\u2028a"} {
		check(t, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{
			"a", "Bc", " ", "  ", "\n", "'", "'s", "'ll", "1", "½", ".", "—", "\xff", "\u00a0", "\u3000", "é", "\u0301", "日",
		})).Draw(t, "parts")
		check(t, strings.Join(parts, "")+rapid.String().Draw(t, "any"))
	})
}

// TestLongPieces holds the merge with a heap against the plain one.
func TestLongPieces(t *testing.T) {
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		piece := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "t", "he", "in", "ing", "-", "=", "the", " "}), 1, 200).Draw(t, "piece"), "")
		short, long := b.merger.symbols(nil, piece), b.merger.symbols(nil, piece)
		short = short[:b.merger.mergeShort(short)]
		long = long[:b.merger.mergeLong(long)]
		if !slices.Equal(short, long) {
			t.Fatalf("%q: %v with a heap, want %v", piece, long, short)
		}
	})
}

func TestSplitBehaviors(t *testing.T) {
	yes := true
	for _, tt := range []struct {
		step step
		text string
		want string
	}{
		{step{Type: "Split", Behavior: "Isolated", Pattern: &pattern{String: "-"}}, "a--b-c", "a|-|-|b|-|c"},
		{step{Type: "Split", Behavior: "MergedWithPrevious", Pattern: &pattern{String: "-"}}, "a--b-c", "a-|-|b-|c"},
		{step{Type: "Split", Behavior: "MergedWithNext", Pattern: &pattern{String: "-"}}, "a--b-c", "a|-|-b|-c"},
		{step{Type: "Split", Behavior: "Contiguous", Pattern: &pattern{String: "-"}}, "a--b-c", "a|--|b|-|c"},
		{step{Type: "Split", Behavior: "Removed", Invert: true, Pattern: &pattern{Regex: `\d+|[^\d\s]+`}}, "ab 12", "ab| |12"},
		{step{Type: "Digits", IndividualDigits: &yes}, "a12b½", "a|1|2|b|½"},
		{step{Type: "Digits"}, "a12b", "a|12|b"},
	} {
		split, err := new(BPE).splitters(&tt.step, true)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		pieces(aligned{text: tt.text}, split, func(a aligned) { got = append(got, a.text) })
		if joined := strings.Join(got, "|"); joined != tt.want {
			t.Errorf("%s %s of %q: %s, want %s", tt.step.Type, tt.step.Behavior, tt.text, joined, tt.want)
		}
	}
}

// TestCacheIsBounded encodes more distinct words than the cache has slots, then the first again.
func TestCacheIsBounded(t *testing.T) {
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	first := b.Encode(" refrangible")
	var word [4]byte
	for i := range cacheSlots + 1000 {
		for k := range word {
			word[k] = 'a' + byte(i>>(5*k)&31%26)
		}
		b.Count(" " + string(word[:]))
	}
	if len(b.cache.slots) != cacheSlots || !slices.Equal(b.Encode(" refrangible"), first) {
		t.Errorf("%d slots, %v", len(b.cache.slots), b.Encode(" refrangible"))
	}
}
