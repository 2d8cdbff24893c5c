package taskpack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
)

// Words are the word lists of a pack. Counts and checksums, where a file has them, are checked when it is read.
type Words struct {
	Source     string   `json:"source"`
	Nouns      []string `json:"nouns"`
	Adjectives []string `json:"adjectives"`
	Verbs      []string `json:"verbs"`
	// English is RULER's large list, for common words extraction with more words than the three lists have together.
	// Without it, needle words are drawn.
	English []string `json:"english,omitempty"`

	Counts    map[string]int    `json:"counts,omitempty"`
	Sums      map[string]string `json:"sha256_of_lf_joined,omitempty"`
	FirstLast []string          `json:"needle_words_first3_last3,omitempty"`
	Dropped   []DroppedNoun     `json:"nouns_only_in_2.2.0,omitempty"` // that wonderwords 2.2.0 had besides
}

// DroppedNoun is a noun of an earlier version of a word list, with its index there.
type DroppedNoun struct {
	Index int
	Word  string
}

// UnmarshalJSON reads the pair [index, word].
func (d *DroppedNoun) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[2]any{&d.Index, &d.Word})
}

// MarshalJSON writes the pair [index, word].
func (d DroppedNoun) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]any{d.Index, d.Word})
}

// withDropped are the nouns of the earlier version.
func (w *Words) withDropped() ([]string, error) {
	nouns := slices.Clone(w.Nouns)
	for _, d := range w.Dropped {
		if d.Index < 0 || d.Index > len(nouns) {
			return nil, fmt.Errorf("taskpack: noun %q at index %d of %d: give the nouns in the order of their index", d.Word, d.Index, len(nouns))
		}
		nouns = slices.Insert(nouns, d.Index, d.Word)
	}
	return nouns, nil
}

// check compares the lists with the counts and checksums that the file states.
func (w *Words) check() error {
	for name, list := range map[string][]string{"nouns": w.Nouns, "adjectives": w.Adjectives, "verbs": w.Verbs} {
		if len(list) == 0 {
			return fmt.Errorf("wordlists.%s is empty", name)
		}
		if n, ok := w.Counts[name]; ok && n != len(list) {
			return fmt.Errorf("wordlists.%s has %d words, its count says %d", name, len(list), n)
		}
		if sum, ok := w.Sums[name]; ok && sum != Sum(slices.Values(list)) {
			return fmt.Errorf("wordlists.%s differs from its checksum", name)
		}
	}
	return nil
}

// Sum is the SHA-256, in hexadecimal, of words joined by line feeds.
func Sum(words iter.Seq[string]) string {
	h := sha256.New()
	first := true
	for w := range words {
		if !first {
			h.Write([]byte{'\n'})
		}
		first = false
		h.Write([]byte(w))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// All is the sorted list of all different words, from which common words are drawn.
func (w *Words) All() []string {
	return unique(slices.Concat(w.Nouns, w.Adjectives, w.Verbs))
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
