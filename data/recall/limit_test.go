package recall

import (
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/words"
)

// TestComposeRefusesLongText lowers the limit, so that the test needs no text of 32Mi words.
func TestComposeRefusesLongText(t *testing.T) {
	v, err := words.Build(slices.Values([]string{"light"}), Words(1))
	if err != nil {
		t.Fatal(err)
	}
	form, err := NewForm(v, 8)
	if err != nil {
		t.Fatal(err)
	}
	form.longest = 64
	lemon := []Needle{{"lemon", "tiger", 0.5}}
	for _, tt := range []struct {
		words int
		want  string // part of the error, "" if none
	}{
		{64 - 2*phrase, ""},
		{64 - 2*phrase + 1, "take 72 words"},
		{64, "take 80 words"},
		{65, "longer than 64 words"},
	} {
		s, err := form.Compose(strings.Repeat("light ", tt.words), lemon, []string{"lemon"})
		switch {
		case tt.want == "" && (err != nil || len(s.Tokens) != 64):
			t.Errorf("%d words: %d tokens, error %v", tt.words, len(s.Tokens), err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%d words: error %v, want %q", tt.words, err, tt.want)
		}
	}
}
