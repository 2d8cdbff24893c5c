package words

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
)

// Unknown is how the token of all words outside the vocabulary is shown. Its id is UnknownID. Text
// cannot spell it: "<unk>" falls into three pieces.
const (
	Unknown         = "<unk>"
	UnknownID int32 = 0
)

// MaxVocabulary is the largest number of tokens of a vocabulary.
const MaxVocabulary = 1 << 17

// Spec says which words a vocabulary holds.
type Spec struct {
	Frequent int      // number of most frequent words, fewer if the text has fewer
	Always   []string // words to hold whatever their frequency
	Reserved []string // words kept for needles, never part of running text
}

// Vocabulary maps words to token ids: Unknown, the reserved words in their order, then the others
// from the most frequent to the least. It is immutable.
type Vocabulary struct {
	tokens   []string // [Size] by id
	reserved int      // ids 1 to reserved are reserved words
	ids      map[string]int32
}

// Build makes the vocabulary of a text: deterministic, with ties in frequency broken by the order of
// the words' bytes. The text must hold at least one piece, and the words of the spec must be pieces.
func Build(text iter.Seq[string], spec Spec) (*Vocabulary, error) {
	counts := map[string]int{}
	for word := range text {
		counts[word]++
	}
	switch {
	case len(counts) == 0:
		return nil, errors.New("words: the text to build a vocabulary from is empty: want at least one word")
	case spec.Frequent < 0 || spec.Frequent > MaxVocabulary:
		return nil, fmt.Errorf("words: %d frequent words: want 0 to %d", spec.Frequent, MaxVocabulary)
	}
	for _, word := range spec.Reserved {
		delete(counts, word)
	}
	frequent := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	frequent = frequent[:min(spec.Frequent, len(frequent))]
	for _, word := range spec.Always {
		if !slices.Contains(frequent, word) {
			frequent = append(frequent, word)
		}
	}
	return newVocabulary(spec.Reserved, frequent)
}

// newVocabulary refuses a word that stands twice and one that no text can contain.
func newVocabulary(reserved, others []string) (*Vocabulary, error) {
	size := 1 + len(reserved) + len(others)
	if size > MaxVocabulary {
		return nil, fmt.Errorf("words: %d tokens: want at most %d", size, MaxVocabulary)
	}
	v := &Vocabulary{
		tokens:   slices.Concat([]string{Unknown}, reserved, others),
		reserved: len(reserved),
		ids:      make(map[string]int32, size),
	}
	for id, word := range v.tokens[1:] {
		if err := checkPiece(word); err != nil {
			return nil, err
		}
		if _, twice := v.ids[word]; twice {
			return nil, fmt.Errorf("words: %q stands twice in the vocabulary", word)
		}
		v.ids[word] = int32(id + 1)
	}
	return v, nil
}

// checkPiece reports a word that is not exactly one piece in lower case.
func checkPiece(word string) error {
	n := 0
	for p := range Pieces(word) {
		if n++; n > 1 || p.Text != word {
			break
		}
		if p.Start == 0 && p.End == len(word) {
			return nil
		}
	}
	return fmt.Errorf("words: %q is no single word, digit or mark in lower case, so no text can contain it", word)
}

// Size is the number of tokens, Unknown included.
func (v *Vocabulary) Size() int { return len(v.tokens) }

// Token is the word of an id, "?" for an id outside the vocabulary.
func (v *Vocabulary) Token(id int32) string {
	if id < 0 || int(id) >= len(v.tokens) {
		return "?"
	}
	return v.tokens[id]
}

// ID is the id of a word in lower case, UnknownID if the vocabulary lacks it.
func (v *Vocabulary) ID(word string) int32 { return v.ids[word] }

// Has reports whether the vocabulary holds word.
func (v *Vocabulary) Has(word string) bool { return v.ids[word] != UnknownID }

// Reserved reports whether id is a reserved word.
func (v *Vocabulary) Reserved(id int32) bool { return 1 <= id && int(id) <= v.reserved }

// Natural is the id of a word of running text: Unknown for a reserved word.
func (v *Vocabulary) Natural(word string) int32 {
	id := v.ids[word]
	if v.Reserved(id) {
		return UnknownID
	}
	return id
}

// Token is one piece of an encoded text.
type Token struct {
	ID         int32
	Start, End int // byte offsets [Start, End) in the text
}

// Encode gives every piece of text its id, reserved words theirs.
func (v *Vocabulary) Encode(text string) []Token {
	var tokens []Token
	for p := range Pieces(text) {
		tokens = append(tokens, Token{v.ids[p.Text], p.Start, p.End})
	}
	return tokens
}

// Decode shows ids as text, for the reader's eye: words apart, digits together, punctuation where
// English puts it. Case and what was unknown are lost.
func (v *Vocabulary) Decode(ids []int32) string {
	var b strings.Builder
	last := ""
	for _, id := range ids {
		token := v.Token(id)
		if last != "" && spaced(last, token) {
			b.WriteByte(' ')
		}
		b.WriteString(token)
		last = token
	}
	return b.String()
}

// spaced reports whether a space stands between two tokens.
func spaced(left, right string) bool {
	switch {
	case digit(left) && digit(right):
		return false
	case strings.Contains("([{'’-“", left), strings.Contains(".,;:!?)]}'’-”", right):
		return false
	}
	return true
}

func digit(token string) bool { return len(token) == 1 && '0' <= token[0] && token[0] <= '9' }

// Hash is the fingerprint of the vocabulary, for result rows and weights.
func (v *Vocabulary) Hash() string { return data.Hash(v.file()) }
