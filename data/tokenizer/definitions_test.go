package tokenizer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/data/words"
)

// someWords is the vocabulary of testdata/words.json.
func someWords(t *testing.T) *words.Vocabulary {
	t.Helper()
	const text = "newton ' s opticks , the 1 7 3 0 . istanbul i été ασ x 日本語のテキスト 。 ठीक है ½ ² — … < unk > _ 👍 e ? ! ā ё й"
	v, err := words.Build(func(yield func(string) bool) {
		for p := range words.Pieces(text) {
			if !yield(p.Text) {
				return
			}
		}
	}, words.Spec{Frequent: 100, Reserved: []string{"magic", "lemon", "otter"}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestDefinitionsInTheLibrary: testdata/words.json has what the original library (Hugging Face tokenizers 0.23.3) makes of
// texts with the definitions of words and of bytes; "hsalab export" is compared with the library itself by a test of its
// own.
func TestDefinitionsInTheLibrary(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "words.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Definition string // of the words, so that a change of it is noticed
		Cases      []struct {
			Text       string
			IDs, Bytes []int32
		}
	}
	if err := json.Unmarshal(raw, &golden); err != nil {
		t.Fatal(err)
	}
	w := tokenizer.NewWords("some", someWords(t))
	definition, err := tokenizer.Definition(w)
	if err != nil || string(definition) != golden.Definition {
		t.Fatalf("definition %s, %v; the golden file was made with %s", definition, err, golden.Definition)
	}
	known := 0
	for _, c := range golden.Cases {
		ids := w.Encode(c.Text)
		if !slices.Equal(ids, c.IDs) {
			t.Errorf("%q: %v, the library gives %v", c.Text, ids, c.IDs)
		}
		if ids := (tokenizer.Bytes{}).Encode(c.Text); !slices.Equal(ids, c.Bytes) {
			t.Errorf("%q in bytes: %v, the library gives %v", c.Text, ids, c.Bytes)
		}
		for _, id := range ids {
			if id != words.UnknownID {
				known++
			}
		}
	}
	if len(golden.Cases) < 100 || known < 200 {
		t.Errorf("%d cases with %d known words", len(golden.Cases), known)
	}
}

// TestBytesDefinition: the bytes as BPE, read by our own reader, are the bytes again.
func TestBytesDefinition(t *testing.T) {
	text, err := tokenizer.Definition(tokenizer.Bytes{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := tokenizer.Parse("bytes", text)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, s := range []string{string(all), "", "Ünïcode 日本"} {
		if got, want := b.Encode(s), (tokenizer.Bytes{}).Encode(s); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
	if b.EOS() != (tokenizer.Bytes{}).EOS() || b.Vocab() != (tokenizer.Bytes{}).Vocab() {
		t.Errorf("end %d of %d", b.EOS(), b.Vocab())
	}
}

// TestDefinitionOfBPE is the file that the tokenizer was read from.
func TestDefinitionOfBPE(t *testing.T) {
	b, err := tokenizer.Default()
	if err != nil {
		t.Fatal(err)
	}
	text, err := tokenizer.Definition(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := tokenizer.Parse(b.Name(), text)
	if err != nil || again.Hash() != b.Hash() {
		t.Errorf("hash %v, %v; want %s", again, err, b.Hash())
	}
	if _, err := tokenizer.Definition(nameless{b}); err == nil || !strings.Contains(err.Error(), "want BPE, bytes or words") {
		t.Errorf("another tokenizer: error %v", err)
	}
}

// nameless is a tokenizer of a type that has no definition.
type nameless struct{ *tokenizer.BPE }

func TestSymbolsDefinition(t *testing.T) {
	text, err := tokenizer.SymbolsDefinition([]string{"k0", "v0", "n0"})
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		PreTokenizer struct{ Type string } `json:"pre_tokenizer"`
		Model        struct {
			Type     string
			Vocab    map[string]int32
			UnkToken string `json:"unk_token"`
		}
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	_, unknown := d.Model.Vocab[d.Model.UnkToken]
	if d.PreTokenizer.Type != "WhitespaceSplit" || d.Model.Type != "WordLevel" || d.Model.Vocab["n0"] != 2 || len(d.Model.Vocab) != 3 || unknown {
		t.Errorf("%s", text)
	}
}
