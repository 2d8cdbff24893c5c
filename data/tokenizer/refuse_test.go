package tokenizer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hsalab/hsalab/data/tokenizer"
	"github.com/hsalab/hsalab/data/words"
)

// TestRefusals gives files that are not what they say, one change each to a sound one.
func TestRefusals(t *testing.T) {
	sound, err := os.ReadFile(filepath.Join("testdata", "neox.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, changed, want string }{
		{"no JSON", `{`, `<html>`, "no JSON object"},
		{"no model", `"model":`, `"modell":`, `no "model"`},
		{"WordPiece", `"model":{"type":"BPE"`, `"model":{"type":"WordPiece"`, "only BPE"},
		{"dropout", `"dropout":null`, `"dropout":0.1`, "dropout"},
		{"suffix", `"end_of_word_suffix":null`, `"end_of_word_suffix":"</w>"`, "suffix"},
		{"prefix", `"continuing_subword_prefix":null`, `"continuing_subword_prefix":"##"`, "prefix"},
		{"normalizer", `"type":"NFC"`, `"type":"Lowercase"`, "normalizer"},
		{"pre-tokenizer", `"pre_tokenizer":{"type":"ByteLevel"`, `"pre_tokenizer":{"type":"UnicodeScripts"`, "pre-tokenizer"},
		{"a byte lacks", `"!":2,`, ``, "byte 0x21"},
		{"merge of nothing", `"merges":[`, `"merges":[["zzz","q"],`, "merge 0"},
		{"merge of three", `"merges":[`, `"merges":[["a","b","c"],`, "two tokens"},
		{"huge id", `"!":2,`, `"!":2000000000,`, "want 0 to"},
		{"negative id", `"!":2,`, `"!":-2,`, "want 0 to"},
		{"unknown token", `"unk_token":null`, `"unk_token":"<unk>"`, "unknown token"},
		{"stripping", `"lstrip":false,"rstrip":false,"normalized":true`, `"lstrip":true,"rstrip":false,"normalized":true`, "lstrip"},
	} {
		text := strings.Replace(string(sound), tt.old, tt.changed, 1)
		if text == string(sound) {
			t.Errorf("%s: the file has no %s", tt.name, tt.old)
			continue
		}
		_, err := tokenizer.Parse("test", []byte(text))
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "test is no tokenizer") {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestRefusedPatterns(t *testing.T) {
	for pattern, want := range map[string]string{
		`(?<=a)b`:    "beyond Go's regexp",
		`\\bword`:    `\b`,
		`^a`:         "anchor",
		`a*`:         "empty",
		`[\\S]+`:     `\S`,
		`\\p{L}++|a`: "beyond Go's regexp",
	} {
		file := `{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"pre_tokenizer":{"type":"Split","behavior":"Isolated","pattern":{"Regex":"` + pattern + `"}}}`
		if _, err := tokenizer.Parse("test", []byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", pattern, err, want)
		}
	}
}

func TestOpen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "my-model")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := standard(t).Save(filepath.Join(dir, "tokenizer.json")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"bytes": "bytes", "hsalab-4k": "hsalab-4k", "testdata/neox.json": "neox", dir: "my-model", filepath.Join(dir, "tokenizer.json"): "my-model"} {
		if tok, err := tokenizer.Open(name); err != nil || tok.Name() != want {
			t.Errorf("Open(%s): %v, %v", name, tok, err)
		}
	}
	v, err := words.Build(slices.Values([]string{"light"}), words.Spec{Frequent: 1})
	if err == nil {
		err = v.Save(filepath.Join(dir, "vocabulary.json"))
	}
	if err != nil {
		t.Fatal(err)
	}
	if tok, err := tokenizer.Open("words:" + filepath.Join(dir, "vocabulary.json")); err != nil || tok.Name() != "vocabulary" || tok.Vocab() != 2 {
		t.Errorf("words: %v, %v", tok, err)
	}
	if _, err := tokenizer.Open("words:testdata/neox.json"); err == nil {
		t.Error("a tokenizer.json as a vocabulary: no error")
	}
	for _, name := range []string{"byte", "testdata", ""} {
		if _, err := tokenizer.Open(name); err == nil || !strings.Contains(err.Error(), "hsalab-4k") {
			t.Errorf("Open(%q): error %v does not say what there is", name, err)
		}
	}
	packed := filepath.Join(dir, "small.json.gz")
	if err := standard(t).Save(packed); err != nil {
		t.Fatal(err)
	}
	if again, err := tokenizer.File(packed); err != nil || again.Hash() != standard(t).Hash() || again.Name() != "small" {
		t.Errorf("%v, %v", again, err)
	}
}

func TestEOS(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("tokenizer.json", string(file(t, "llama2").Definition()))
	for config, want := range map[string]int32{
		`{"eos_token":"<s>"}`: 1, `{"eos_token":{"content":"</s>"}}`: 2, `{}`: 2, `{"eos_token":null}`: 2,
	} {
		write("tokenizer_config.json", config)
		if b, err := tokenizer.File(dir); err != nil || b.EOS() != want {
			t.Errorf("%s: %v, %v", config, b, err)
		}
	}
	write("tokenizer_config.json", `{"eos_token":"<|im_end|>"}`)
	if _, err := tokenizer.File(dir); err == nil || !strings.Contains(err.Error(), "do not belong together") {
		t.Errorf("foreign end token: error %v", err)
	}
	if id := standard(t).EOS(); id != 0 {
		t.Errorf("EOS %d, want 0", id)
	}
	if _, ok := standard(t).ID("no such token"); ok {
		t.Error("ID finds a token that is not there")
	}
}

// TestTextIsData: a special token written in a text is text.
func TestTextIsData(t *testing.T) {
	for _, b := range []*tokenizer.BPE{standard(t), file(t, "neox")} {
		tokens := b.Encode("a" + tokenizer.EndOfText)
		if len(tokens) < 4 {
			t.Errorf("%s: %v", b.Name(), tokens)
		}
		for _, id := range tokens {
			if id == b.EOS() {
				t.Errorf("%s: text holds the end token", b.Name())
			}
		}
	}
}
