package words_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hsalab/hsalab/data/words"
)

func build(t testing.TB, text string, spec words.Spec) *words.Vocabulary {
	t.Helper()
	v, err := words.Build(slices.Values(pieceTexts(text)), spec)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func tokensOf(v *words.Vocabulary) []string {
	all := make([]string, v.Size())
	for id := range all {
		all[id] = v.Token(int32(id))
	}
	return all
}

func TestBuild(t *testing.T) {
	const text = "b b b . a a c c magic d magic magic magic"
	for _, tt := range []struct {
		name string
		spec words.Spec
		want []string
	}{
		{"frequency, then bytes", words.Spec{Frequent: 3}, []string{"<unk>", "magic", "b", "a"}},
		{"reserved come first", words.Spec{Frequent: 2, Reserved: []string{"zoo", "magic"}}, []string{"<unk>", "zoo", "magic", "b", "a"}},
		{"always, if rare or absent", words.Spec{Frequent: 2, Always: []string{"b", ".", "x"}}, []string{"<unk>", "magic", "b", ".", "x"}},
		{"fewer than asked for", words.Spec{Frequent: 100}, []string{"<unk>", "magic", "b", "a", "c", ".", "d"}},
		{"none", words.Spec{}, []string{"<unk>"}},
	} {
		if diff := cmp.Diff(tt.want, tokensOf(build(t, text, tt.spec))); diff != "" {
			t.Errorf("%s, -want +got:\n%s", tt.name, diff)
		}
	}
}

func TestBuildErrors(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		spec       words.Spec
		want       string
	}{
		{"empty text", " ", words.Spec{Frequent: 3}, "empty"},
		{"negative", "a", words.Spec{Frequent: -1}, "want 0 to"},
		{"too many", "a", words.Spec{Frequent: words.MaxVocabulary + 1}, "want 0 to"},
		{"too many reserved", "a", words.Spec{Reserved: make([]string, words.MaxVocabulary)}, "want at most"},
		{"twice", "a", words.Spec{Reserved: []string{"x", "x"}}, "twice"},
		{"always and reserved", "a", words.Spec{Always: []string{"x"}, Reserved: []string{"x"}}, "twice"},
		{"two words", "a", words.Spec{Reserved: []string{"x y"}}, "no single word"},
		{"upper case", "a", words.Spec{Reserved: []string{"X"}}, "no single word"},
		{"nothing", "a", words.Spec{Always: []string{""}}, "no single word"},
		{"unk", "a", words.Spec{Always: []string{words.Unknown}}, "no single word"},
	} {
		_, err := words.Build(slices.Values(pieceTexts(tt.text)), tt.spec)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestIDs(t *testing.T) {
	v := build(t, "the light of the sun", words.Spec{Frequent: 2, Reserved: []string{"magic"}})
	for _, tt := range []struct {
		word        string
		id, natural int32
	}{
		{"magic", 1, 0}, {"the", 2, 2}, {"light", 3, 3}, {"sun", 0, 0}, {words.Unknown, 0, 0}, {"", 0, 0},
	} {
		if id, natural := v.ID(tt.word), v.Natural(tt.word); id != tt.id || natural != tt.natural {
			t.Errorf("%q: ID %d and Natural %d, want %d and %d", tt.word, id, natural, tt.id, tt.natural)
		}
		if got := v.Has(tt.word); got != (tt.id > 0) {
			t.Errorf("Has(%q) = %t", tt.word, got)
		}
	}
	if !v.Reserved(1) || v.Reserved(0) || v.Reserved(2) || v.Reserved(-1) {
		t.Error("only id 1 is reserved")
	}
	if got := v.Token(99) + v.Token(-1); got != "??" {
		t.Errorf("ids outside the vocabulary are shown as %q", got)
	}
}

func TestEncodeKeepsOffsets(t *testing.T) {
	v := build(t, "light of the sun", words.Spec{Frequent: 9, Reserved: []string{"magic"}})
	text := "The magic Light!"
	want := []words.Token{{v.ID("the"), 0, 3}, {1, 4, 9}, {v.ID("light"), 10, 15}, {0, 15, 16}}
	if diff := cmp.Diff(want, v.Encode(text)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDecode(t *testing.T) {
	text := `in 1 7 3 0 , newton ' s " book " ( third edition ) : light .`
	v := build(t, text, words.Spec{Frequent: 100})
	var ids []int32
	for _, token := range v.Encode(text + " prism") {
		ids = append(ids, token.ID)
	}
	want := `in 1730, newton's " book " (third edition): light. <unk>`
	if got := v.Decode(ids); got != want {
		t.Errorf("Decode = %q, want %q", got, want)
	}
}
