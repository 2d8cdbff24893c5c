package words_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/words"
)

const good = `{"format":"hsalab-words","version":1,"unknown":"<unk>","reserved":["magic"],"words":["the","."]}`

func TestSaveAndLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.json")
	v := build(t, "the light of the sun is <bright> & “warm”", words.Spec{Frequent: 50, Reserved: []string{"magic"}})
	for range 2 { // the second time over an existing file
		if err := v.Save(path); err != nil {
			t.Fatal(err)
		}
	}
	got, err := words.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(tokensOf(got), tokensOf(v)) || got.Hash() != v.Hash() {
		t.Errorf("loaded %q, saved %q", tokensOf(got), tokensOf(v))
	}
	if !got.Reserved(1) || got.Reserved(2) {
		t.Error("the reserved words are lost")
	}
	other := build(t, "the", words.Spec{Frequent: 1, Reserved: []string{"magic"}})
	if other.Hash() == v.Hash() {
		t.Error("two vocabularies have one hash")
	}
}

func TestWriteGolden(t *testing.T) {
	v, err := words.Read(strings.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := v.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := "{\n \"format\": \"hsalab-words\",\n \"version\": 1,\n \"unknown\": \"<unk>\",\n \"reserved\": [\n  \"magic\"\n ],\n \"words\": [\n  \"the\",\n  \".\"\n ]\n}\n"
	if b.String() != want {
		t.Errorf("wrote %q, want %q", b.String(), want)
	}
}

func TestSaveLeavesNothingHalfWritten(t *testing.T) {
	v := build(t, "the", words.Spec{Frequent: 1})
	dir := t.TempDir()
	if err := v.Save(filepath.Join(dir, "missing", "words.json")); err == nil {
		t.Error("no error for a directory that is missing")
	}
	// A directory in the place of the file lets the write succeed and the rename fail.
	if err := os.MkdirAll(filepath.Join(dir, "words.json", "full"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := v.Save(filepath.Join(dir, "words.json")); err == nil {
		t.Error("no error for a directory of that name")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestReadRefuses(t *testing.T) {
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the good file", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "EOF"},
		{"no JSON", "hello", "invalid"},
		{"cut", good[:60], "EOF"},
		{"more after the end", good + "{}", "more bytes"},
		{"another format", replace("hsalab-words", "bpe"), "format"},
		{"a later version", replace(`"version":1`, `"version":2`), "version"},
		{"unknown field", replace(`"version"`, `"x":1,"version"`), "unknown field"},
		{"no unk", replace(`"<unk>"`, `""`), "unknown token"},
		{"another unk", replace(`"<unk>"`, `"[UNK]"`), "unknown token"},
		{"a word twice", replace(`"."`, `"the"`), "twice"},
		{"reserved and frequent", replace(`"."`, `"magic"`), "twice"},
		{"upper case", replace(`"."`, `"The"`), "no single word"},
		{"unk as a word", replace(`"."`, `"<unk>"`), "no single word"},
		{"a number", replace(`"."`, `7`), "cannot unmarshal"},
		{"too large a file", replace(`"."`, `"`+strings.Repeat("x", words.MaxFile)+`"`), "larger than"},
		{"too many words", replace(`"."`, strings.Repeat(`"a",`, words.MaxVocabulary)+`"b"`), "at most"},
	} {
		_, err := words.Read(strings.NewReader(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
	if _, err := words.Load(filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("no error for a file that is missing")
	}
}

// FuzzRead feeds hostile files: what is accepted must survive a round trip.
func FuzzRead(f *testing.F) {
	f.Add(good)
	f.Add(strings.Replace(good, "the", "\\u0000", 1))
	f.Add(`{"format":"hsalab-words","version":1,"unknown":"<unk>","reserved":null,"words":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := words.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := v.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := words.Read(&b)
		if err != nil {
			t.Fatalf("written but not read: %v", err)
		}
		if !slices.Equal(tokensOf(again), tokensOf(v)) {
			t.Errorf("%q became %q", tokensOf(v), tokensOf(again))
		}
		for id, word := range tokensOf(v)[1:] {
			if got := v.Encode(word); len(got) != 1 || got[0].ID != int32(id+1) {
				t.Errorf("%q (id %d) is encoded as %v", word, id+1, got)
			}
		}
	})
}
