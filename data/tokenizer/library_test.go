package tokenizer_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/go-huggingface/tokenizers/hftokenizer"

	"github.com/hsalab/hsalab/data/corpus"
	"github.com/hsalab/hsalab/data/corpus/source"
	"github.com/hsalab/hsalab/data/tokenizer"
)

func library(t testing.TB, b *tokenizer.BPE) *hftokenizer.Tokenizer {
	t.Helper()
	h, err := hftokenizer.NewFromContent(nil, b.Definition())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestAsGoHuggingface compares with the library where it can be right: words apart by single spaces, without
// punctuation, digits and line ends. And it shows where it is not, so that a newer version is noticed.
func TestAsGoHuggingface(t *testing.T) {
	b := file(t, "neox")
	h := library(t, b)
	letters := strings.Join(strings.FieldsFunc(book(t)[:200_000], func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}), " ")
	got := b.Encode(letters)
	var want []int32
	for _, id := range h.Encode(letters) {
		want = append(want, int32(id))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d tokens differ from the library's %d", len(got), len(want))
	}
	if text := "\xff"; h.Decode(h.Encode(text)) == text {
		t.Error("the library gives any bytes back by now: the documentation of this package says otherwise")
	}
	if digits := library(t, standard(t)); len(digits.Encode("1730 12")) == len(standard(t).Encode("1730 12")) {
		t.Error("the library knows the pre-tokenizer Digits by now: the documentation of this package says otherwise")
	}
}

// book is the text of Opticks.
func book(t testing.TB) string {
	t.Helper()
	c, err := corpus.OpticksCorpus()
	if err != nil {
		t.Skip(err)
	}
	var b strings.Builder
	for text, err := range c.Texts() {
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(text)
	}
	return b.String()
}

// TestDefaultIsReproducible trains hsalab-4k again, where the Go distribution is the one it was trained on.
func TestDefaultIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 16 MB and trains on 9")
	}
	c, err := source.Open(context.Background(), "opticks*8+go-docs*0.25", source.Options{Split: corpus.Train})
	if err != nil {
		t.Skip(err)
	}
	digest := corpus.NewDigest()
	again, err := tokenizer.Train(func(yield func(string, error) bool) {
		for d, err := range c.Documents() {
			digest.Add(d)
			if !yield(d.Text, err) {
				return
			}
		}
	}, tokenizer.Spec{Name: tokenizer.DefaultName, Vocab: 4096})
	if err != nil {
		t.Fatal(err)
	}
	if sum := digest.Summary(); sum.Hash != "b1d364b54459f0c3" {
		t.Skipf("this Go distribution has other texts: %+v", sum)
	}
	if again.Hash() != standard(t).Hash() {
		t.Errorf("training gives %s, the lab comes with %s", again.Hash(), standard(t).Hash())
	}
}

func BenchmarkEncode(b *testing.B) {
	text := book(b)
	for _, tok := range []*tokenizer.BPE{standard(b), file(b, "neox"), file(b, "llama3"), file(b, "llama2")} {
		b.Run(tok.Name(), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			var tokens []int32
			for b.Loop() {
				tokens = tok.Append(tokens[:0], text)
			}
			b.ReportMetric(float64(len(tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
	b.Run("go-huggingface-neox", func(b *testing.B) {
		h := library(b, file(b, "neox"))
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			h.Encode(text)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	tok := standard(b)
	tokens := tok.Encode(book(b))
	b.SetBytes(int64(len(book(b))))
	for b.Loop() {
		tok.Decode(tokens)
	}
}
