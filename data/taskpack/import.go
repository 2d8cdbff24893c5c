package taskpack

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ImportRULER makes a pack from a copy of NVIDIA's RULER in the folder dir, and of the package wonderwords that RULER
// draws its words from: wonderwords is the folder with nounlist.txt, adjectivelist.txt and verblist.txt. Nothing of it
// is run: literals are read from the Python source. The pack has the sections ruler and wordlists.
//
// It was written for RULER at commit c3f5e3b4; RULER pins no version of wonderwords, and another version draws other
// words.
func ImportRULER(dir, wonderwords string) (*Pack, error) {
	p := newPack(dir)
	p.Sources = map[string]string{SectionRULER: "a copy of NVIDIA/RULER", SectionWords: "a copy of wonderwords"}
	p.sections[SectionRULER], p.sections[SectionWords] = true, true
	for _, read := range []func() error{
		func() error { return p.RULER.importFamilies(filepath.Join(dir, "scripts/data/synthetic")) },
		func() error { return p.RULER.importTasks(filepath.Join(dir, "scripts/synthetic.yaml")) },
		func() error { return p.RULER.importModelTemplates(filepath.Join(dir, "scripts/data/template.py")) },
		func() error { return p.Words.importLists(wonderwords) },
		func() error {
			return p.Words.importEnglish(filepath.Join(dir, "scripts/data/synthetic/json/english_words.json"))
		},
	} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("taskpack: import RULER: %w", err)
		}
	}
	return p, nil
}

func (r *RULER) importModelTemplates(path string) error {
	templates, err := assignedDict(path, "Templates")
	if err != nil {
		return err
	}
	r.ModelTemplates = map[string]string{}
	for name, t := range templates {
		text, ok := t.(string)
		if !ok {
			return fmt.Errorf("%s: Templates[%q] is no string", path, name)
		}
		r.ModelTemplates[name] = text
	}
	return nil
}

// importLists reads the word lists: a word a line.
func (w *Words) importLists(dir string) error {
	w.Source = "wonderwords"
	for name, list := range map[string]*[]string{"nounlist.txt": &w.Nouns, "adjectivelist.txt": &w.Adjectives, "verblist.txt": &w.Verbs} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("%w: give the folder of wonderwords' lists, assets in its Python package", err)
		}
		for line := range strings.Lines(string(text)) {
			if word := strings.TrimSpace(line); word != "" {
				*list = append(*list, word)
			}
		}
		if len(*list) == 0 {
			return fmt.Errorf("%s holds no words", filepath.Join(dir, name))
		}
	}
	return nil
}

// importEnglish reads RULER's large word list: the values of a JSON object, in their order in the file.
func (w *Words) importEnglish(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return fmt.Errorf("%s is no JSON object: where it is a pointer of Git LFS, run git lfs pull in the copy", path)
	}
	for dec.More() {
		var word string
		if _, err := dec.Token(); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := dec.Decode(&word); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		w.English = append(w.English, word)
	}
	return nil
}
