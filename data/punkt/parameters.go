package punkt

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// parameters are what training learns of a language. Words are in lower case and have lost their final period.
type parameters struct {
	abbreviations map[string]bool
	collocations  map[[2]string]bool // pairs around a period that ends no sentence
	starters      map[string]bool    // words that often begin a sentence
	orthography   map[string]int     // bits: where the word was seen in which case
}

// Bits of the orthographic context, as in NLTK's files.
const (
	midUpper   = 4
	anyUpper   = 2 | midUpper | 8
	beginLower = 16
	anyLower   = beginLower | 32 | 64
)

// Load reads the trained parameters of one language from a folder of NLTK's punkt_tab collection, such as
// nltk_data/tokenizers/punkt_tab/english: abbrev_types.txt, collocations.tab, sent_starters.txt and ortho_context.tab.
// The older english.pickle is not read: a pickle can run code.
func Load(dir string) (*Splitter, error) {
	p := parameters{
		abbreviations: map[string]bool{},
		collocations:  map[[2]string]bool{},
		starters:      map[string]bool{},
		orthography:   map[string]int{},
	}
	for _, f := range []struct {
		name   string
		fields int
		add    func([]string) error
	}{
		{"abbrev_types.txt", 1, func(f []string) error { p.abbreviations[f[0]] = true; return nil }},
		{"sent_starters.txt", 1, func(f []string) error { p.starters[f[0]] = true; return nil }},
		{"collocations.tab", 2, func(f []string) error { p.collocations[[2]string{f[0], f[1]}] = true; return nil }},
		{"ortho_context.tab", 2, p.addOrthography},
	} {
		if err := readLines(filepath.Join(dir, f.name), f.fields, f.add); err != nil {
			return nil, fmt.Errorf("punkt: %w: give the folder of a language of NLTK's punkt_tab, such as punkt_tab/english", err)
		}
	}
	return &Splitter{p}, nil
}

func (p *parameters) addOrthography(fields []string) error {
	bits, err := strconv.Atoi(fields[1])
	p.orthography[fields[0]] = bits
	return err
}

// readLines gives the tab-separated fields of every line that is not blank.
func readLines(path string, fields int, add func([]string) error) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != fields {
			return fmt.Errorf("%s:%d: %d fields, want %d", path, number, len(parts), fields)
		}
		if err := add(parts); err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
	}
	return nil
}
