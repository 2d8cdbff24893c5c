package source

import (
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/corpus"
)

// Files is a file, or all files with a known ending below a folder in the order of their paths. The field names the
// text of JSONL and Parquet.
func Files(path, field string) (corpus.Corpus, error) {
	info, err := os.Stat(path)
	if err != nil {
		return corpus.Corpus{}, fmt.Errorf("source: %w: want opticks, go-docs, go-source, a path or %sOWNER/NAME", err, hubPrefix)
	}
	paths := []string{path}
	if info.IsDir() {
		if paths, err = below(path); err != nil {
			return corpus.Corpus{}, fmt.Errorf("source: %w", err)
		}
	}
	if len(paths) == 0 {
		return corpus.Corpus{}, fmt.Errorf("source: %s has no file of text: want one that ends in %s, or name the file itself", path, strings.Join(known, ", "))
	}
	identity, err := identify(paths, field)
	if err != nil {
		return corpus.Corpus{}, fmt.Errorf("source: %w", err)
	}
	return corpus.New(filepath.Base(path), identity, documents(paths, field)), nil
}

// documents are the documents of several files.
func documents(paths []string, field string) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		for _, path := range paths {
			for d, err := range file(path, field) {
				if !yield(d, err) || err != nil {
					return
				}
			}
		}
	}
}

// file is the documents of one file, by its ending.
func file(path, field string) iter.Seq2[corpus.Document, error] {
	switch format(path) {
	case ".jsonl", ".ndjson":
		return corpus.JSONLFile(path, field)
	case ".parquet":
		return Parquet(path, field)
	}
	return corpus.TextFile(path)
}

// known are the endings that are read in a folder.
var known = []string{".txt", ".text", ".md", ".jsonl", ".ndjson", ".parquet"}

// format is the ending of a file apart from that of its compression.
func format(path string) string {
	return strings.ToLower(filepath.Ext(corpus.Uncompressed(path)))
}

// below are the files of a folder with known endings.
func below(folder string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && slices.Contains(known, format(path)) {
			paths = append(paths, path)
		}
		return err
	})
	return paths, err
}

// identify is the fingerprint of the files as they are now.
func identify(paths []string, field string) (string, error) {
	type state struct {
		Path       string
		Size, Time int64
	}
	states := make([]state, len(paths))
	for i, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return "", err
		}
		if path, err = filepath.Abs(path); err != nil {
			return "", err
		}
		states[i] = state{path, info.Size(), info.ModTime().UnixNano()}
	}
	return data.Hash(struct {
		Field string
		Files []state
	}{field, states}), nil
}
