package study

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/hsalab/hsalab/hsa"
)

//go:embed studies/*.toml
var files embed.FS

const extension = ".toml"

// Names lists the studies of the repository.
func Names() []string {
	entries, err := fs.ReadDir(files, "studies")
	if err != nil {
		panic(err) // they are part of the program
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), extension)
	}
	return names
}

// All reads the studies of the repository, in the order of [Names].
func All() ([]Study, error) {
	var all []Study
	for _, name := range Names() {
		s, err := Find(name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// Find reads a study of the repository by its name.
func Find(name string) (Study, error) {
	if !slices.Contains(Names(), name) {
		return Study{}, fmt.Errorf("unknown study %q: the nearest is %q; there is: %s, or name a file that ends in %s",
			name, hsa.Nearest(name, Names()), strings.Join(Names(), ", "), extension)
	}
	raw, err := files.ReadFile(path.Join("studies", name+extension))
	if err != nil {
		return Study{}, err
	}
	s, err := Decode(raw)
	if err == nil && s.Name != name {
		err = fmt.Errorf("its name is %q: want that of its file", s.Name)
	}
	if err != nil {
		return s, fmt.Errorf("study %s: %w", name, err)
	}
	return s, nil
}

// Load reads a study of your own from a file that ends in .toml, or one of the repository by its name.
func Load(name string) (Study, error) {
	if path.Ext(name) != extension {
		return Find(name)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return Study{}, fmt.Errorf("study: %w", err)
	}
	s, err := Decode(raw)
	if err != nil {
		return s, fmt.Errorf("study %s: %w", name, err)
	}
	return s, nil
}

// Decode reads a study. A key that no study has is an error that names the nearest, and so is one that no recipe has, a
// value that no model can have, and a test that no task has: every run of the study is resolved.
func Decode(raw []byte) (Study, error) {
	var s Study
	meta, err := toml.Decode(string(raw), &s)
	if err != nil {
		return s, err
	}
	for _, key := range meta.Undecoded() {
		if err := unknownKey(key); err != nil {
			return s, err
		}
	}
	if err := s.check(); err != nil {
		return s, err
	}
	return s, s.checkRuns()
}

// unknownKey reports a key that is not of a study, and the nearest that is. Keys below a table of the recipe are the recipe's
// to judge.
func unknownKey(key toml.Key) error {
	of := reflect.TypeFor[Study]()
	for _, part := range key {
		for of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() == reflect.Map {
			return nil
		}
		known := map[string]reflect.Type{}
		for _, f := range reflect.VisibleFields(of) {
			known[f.Tag.Get("toml")] = f.Type
		}
		next, ok := known[part]
		if !ok {
			return fmt.Errorf("unknown key %q: the nearest is %q", key, hsa.Nearest(part, slices.Sorted(maps.Keys(known))))
		}
		of = next
	}
	return nil
}
