package taskpack

import (
	"crypto/sha256"
	"encoding/hex"
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
	Extra     [][2]any          `json:"nouns_only_in_2.2.0,omitempty"` // index and word that another version of the list has more
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
