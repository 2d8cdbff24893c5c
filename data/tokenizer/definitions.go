package tokenizer

import (
	"encoding/json"
	"fmt"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

// Definition is a tokenizer as the text of a tokenizer.json file, with which the Hugging Face tokenizers library gives the
// same ids for every text of valid UTF-8 in characters of Unicode 15, with two exceptions: it finds special tokens such as
// [EndOfText] in text, unless its encode_special_tokens is set, and a word with other than ASCII letters that is longer
// than [words.MaxWord] bytes is cut at other places (no such word is in a vocabulary of [Words]: all its pieces are unknown).
func Definition(t data.Tokenizer) ([]byte, error) {
	switch t := t.(type) {
	case *BPE:
		return t.definition, nil
	case Bytes:
		return encode(bytesDefinition())
	case Words:
		return WordsDefinition(t.vocabulary)
	}
	return nil, fmt.Errorf("tokenizer: %s cannot be written as tokenizer.json: want BPE, bytes or words", t.Name())
}

// WordsDefinition is the text of a tokenizer.json file for a vocabulary of words.
func WordsDefinition(v *words.Vocabulary) ([]byte, error) {
	list := make([]string, v.Size())
	for id := range list {
		list[id] = v.Token(int32(id))
	}
	return encode(wordLevel(list, &step{Type: "Sequence", Normalizers: []step{
		// The library lowers this letter to two characters, Go to one; it is the only such letter.
		{Type: "Replace", Pattern: &pattern{String: "\u0130"}, Content: "i"},
		{Type: "Lowercase"},
	}}, &step{Type: "Split", Pattern: &pattern{Regex: wordPiece}, Behavior: "Removed", Invert: true}))
}

// wordPiece is a piece of [words.Pieces] as a regular expression: a run of letters with their marks, or a single character
// that is neither white space nor an underscore.
var wordPiece = fmt.Sprintf(`\p{L}[\p{L}\p{M}]{0,%d}|[^\s_]`, words.MaxWord-1)

// SymbolsDefinition is the text of a tokenizer.json file for symbols that are written with white space between them, each
// under its id. The library refuses text with any other symbol.
func SymbolsDefinition(symbols []string) ([]byte, error) {
	return encode(wordLevel(symbols, nil, &step{Type: "WhitespaceSplit"}))
}

// wordDefinition is a tokenizer.json file whose model looks words up.
type wordDefinition struct {
	aroundModel
	Model wordModel `json:"model"`
}

type wordModel struct {
	Type     string           `json:"type"`
	Vocab    map[string]int32 `json:"vocab"`
	UnkToken string           `json:"unk_token"`
}

func wordLevel(list []string, normalizer, split *step) wordDefinition {
	d := wordDefinition{aroundModel: aroundModel{Version: "1.0", AddedTokens: []addedToken{}, Normalizer: normalizer, PreTokenizer: split},
		Model: wordModel{Type: "WordLevel", Vocab: map[string]int32{}, UnkToken: words.Unknown}}
	for id, word := range list {
		d.Model.Vocab[word] = int32(id)
	}
	return d
}

// bytesDefinition is [Bytes] as byte-level BPE without merges.
func bytesDefinition() *definition {
	yes, no := true, false
	level := step{Type: "ByteLevel", AddPrefixSpace: &no, TrimOffsets: &yes, UseRegex: &no}
	d := &definition{
		aroundModel: aroundModel{
			Version: "1.0", AddedTokens: []addedToken{{ID: bytesEOS, Content: EndOfText, Special: true}},
			PreTokenizer: &level, Decoder: &level,
		},
		Model: model{Type: "BPE", Vocab: map[string]int32{EndOfText: bytesEOS}, Merges: []mergePair{}},
	}
	for b := range bytesEOS {
		d.Model.Vocab[string(byteChar[b])] = int32(b)
	}
	return d
}

func encode(definition any) ([]byte, error) {
	text, err := json.Marshal(definition)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	return append(text, '\n'), nil
}
