package data

import (
	"slices"
	"strings"
	"testing"
)

// letters is a tokenizer of one byte a token.
type letters struct{}

func (letters) Name() string { return "letters" }
func (letters) Hash() string { return Hash("letters") }
func (letters) Vocab() int   { return 256 }
func (letters) EOS() int32   { return -1 }

func (l letters) Encode(text string) []int32 { tokens, _ := l.EncodeOffsets(text); return tokens }

func (letters) EncodeOffsets(text string) ([]int32, []Span) {
	var tokens []int32
	var offsets []Span
	for i := range len(text) {
		tokens, offsets = append(tokens, int32(text[i])), append(offsets, Span{i, i + 1})
	}
	return tokens, offsets
}

func (letters) Decode(tokens []int32) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteByte(byte(t))
	}
	return b.String()
}

func TestLocateFindsStraddlingEvidence(t *testing.T) {
	s := TextSample{Task: "t", Input: "abcdefgh", AnswerPrefix: "ij",
		Evidence: []Evidence{{Text: "cde", Bytes: Span{2, 5}}, {Text: "h", Bytes: Span{7, 8}}}}
	got, tokens, err := s.Locate(letters{}, 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(tokens) != 10 {
		t.Errorf("%d tokens, want 10", len(tokens))
	}
	if e := got.Evidence[0]; e.Tokens != (Span{2, 5}) || !slices.Equal(e.Chunks, []int{0, 1}) {
		t.Errorf("straddling evidence: %+v", e)
	}
	if e := got.Evidence[1]; e.Tokens != (Span{7, 8}) || !slices.Equal(e.Chunks, []int{1}) {
		t.Errorf("last evidence: %+v", e)
	}
	if s.Evidence[0].Chunks != nil {
		t.Error("Locate changed the sample it was given")
	}
}

func TestLocateRefusesMisplacedEvidence(t *testing.T) {
	for name, e := range map[string]Evidence{
		"off by one": {Text: "cd", Bytes: Span{3, 5}},
		"past end":   {Text: "cd", Bytes: Span{9, 11}},
		"empty":      {Text: "", Bytes: Span{3, 3}},
	} {
		s := TextSample{Task: "t", Input: "abcdefghij", Evidence: []Evidence{e}}
		if _, _, err := s.Locate(letters{}, 4); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
