package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Spec says what tokenizer [Train] makes.
type Spec struct {
	Name     string // the tokenizer's name
	Vocab    int    // entries: the end-of-text token, 256 bytes and up to so many merges as remain
	MinCount int64  // pairs that occur less often are not joined; 0 stands for 2
	MaxToken int    // longest token in bytes; 0 stands for 24
	// Progress, if not nil, is told how far the work is.
	Progress func(Progress)
}

// Progress is how far training is.
type Progress struct {
	Phase       string // "reading" or "merging"
	Done, Total int    // texts or tokens; Total is 0 if it is not known
}

// Train makes a byte-level BPE tokenizer of the texts: digits are tokens of their own, other pieces are those of GPT-2.
// The most frequent pair is joined first, of equals the one with the lower ids, so the same texts in any order give the
// same tokenizer on every machine. A text that comes twice counts twice. Text is read once and not kept, its distinct
// words are.
func Train(texts iter.Seq2[string, error], spec Spec) (*BPE, error) {
	if least := 1 + 256; spec.Vocab < least || spec.Vocab > maxVocab {
		return nil, fmt.Errorf("tokenizer: vocabulary of %d: want %d (bytes alone) to %d", spec.Vocab, least, maxVocab)
	}
	spec.MinCount = max(spec.MinCount, 0)
	if spec.MinCount == 0 {
		spec.MinCount = 2
	}
	if spec.MaxToken == 0 {
		spec.MaxToken = 24
	}
	counts, err := countPieces(texts, spec.Progress)
	if err != nil {
		return nil, err
	}
	t := newTrainer(counts, spec)
	t.run()
	text, err := json.Marshal(t.definition())
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %w", err)
	}
	return Parse(spec.Name, text)
}

// trainSplit is the pre-tokenization of trained tokenizers.
var trainSplit = []splitter{eachDigit, gpt2}

// countPieces counts the pieces of the texts.
func countPieces(texts iter.Seq2[string, error], progress func(Progress)) (map[string]int64, error) {
	counts := map[string]*int64{}
	read := 0
	for text, err := range texts {
		if err != nil {
			return nil, fmt.Errorf("tokenizer: text %d to train on: %w", read, err)
		}
		pieces(aligned{text: text}, trainSplit, func(piece aligned) {
			n := counts[piece.text]
			if n == nil {
				n = new(int64)
				counts[string([]byte(piece.text))] = n // not a part of text, which would keep it whole
			}
			*n++
		})
		if read++; progress != nil {
			progress(Progress{Phase: "reading", Done: read})
		}
	}
	if len(counts) == 0 {
		return nil, errors.New("tokenizer: there is no text to train on: give at least one document")
	}
	plain := make(map[string]int64, len(counts))
	for piece, n := range counts {
		plain[piece] = *n
	}
	return plain, nil
}

// definition is the tokenizer.json of what has been learned.
func (t *trainer) definition() *definition {
	yes, no := true, false
	byteLevel := step{Type: "ByteLevel", AddPrefixSpace: &no, TrimOffsets: &yes, UseRegex: &yes}
	d := &definition{
		aroundModel: aroundModel{
			Version:     "1.0",
			AddedTokens: []addedToken{{ID: 0, Content: EndOfText, Special: true}},
			PreTokenizer: &step{Type: "Sequence", PreTokenizers: []step{
				{Type: "Digits", IndividualDigits: &yes}, byteLevel,
			}},
			Decoder: &byteLevel,
		},
		Model: model{Type: "BPE", Vocab: map[string]int32{EndOfText: 0}},
	}
	for id, raw := range t.tokens {
		if id > 0 {
			d.Model.Vocab[spell(raw)] = int32(id)
		}
	}
	for _, m := range t.merges {
		d.Model.Merges = append(d.Model.Merges, mergePair{spell(t.tokens[m.left]), spell(t.tokens[m.right])})
	}
	return d
}

// sortedPieces are the pieces in the order of their bytes.
func sortedPieces(counts map[string]int64) []string { return slices.Sorted(maps.Keys(counts)) }
