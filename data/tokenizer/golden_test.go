package tokenizer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hsalab/hsalab/data/tokenizer"
)

// golden is what the original library (Hugging Face tokenizers 0.23.3) makes of a text.
type golden struct {
	Text    string  `json:"text"`
	IDs     []int32 `json:"ids"`
	Decoded string  `json:"decoded"`
}

// TestAsTheOriginal compares files of the shapes of GPT-NeoX, Llama 3 and Llama 2 with the original library, on text
// by hand and at random. HSALAB_TOKENIZERS names a folder with more files and their golden.json.
func TestAsTheOriginal(t *testing.T) {
	for _, folder := range []string{"testdata", os.Getenv("HSALAB_TOKENIZERS")} {
		if folder == "" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, "golden.json"))
		if err != nil {
			t.Fatal(err)
		}
		var all map[string][]golden
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		if len(all) < 4 {
			t.Fatalf("%s has %d tokenizers", folder, len(all))
		}
		for name, cases := range all {
			t.Run(name, func(t *testing.T) { compare(t, filepath.Join(folder, name+".json"), cases) })
		}
	}
}

func compare(t *testing.T, path string, cases []golden) {
	b, err := tokenizer.File(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for _, c := range cases {
		got := b.Encode(c.Text)
		if !slices.Equal(got, c.IDs) {
			t.Errorf("%q: tokens %v, want %v", clip(c.Text), clipIDs(got), clipIDs(c.IDs))
			bad++
		} else if text := b.Decode(got); text != c.Decoded {
			t.Errorf("%q: decoded %q, want %q", clip(c.Text), clip(text), clip(c.Decoded))
			bad++
		}
		if n := b.Count(c.Text); n != len(c.IDs) {
			t.Errorf("%q: Count %d, want %d", clip(c.Text), n, len(c.IDs))
		}
		if bad > 5 {
			t.FailNow()
		}
	}
}

func clip(text string) string { return text[:min(len(text), 120)] }

func clipIDs(ids []int32) []int32 { return ids[:min(len(ids), 60)] }
