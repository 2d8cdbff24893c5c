package tokenizer

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/hsalab/hsalab/data"
	"github.com/hsalab/hsalab/data/words"
)

// maxFile is the largest tokenizer.json that is read, in bytes: three times the largest that is known.
const maxFile = 128 << 20

// wordsPrefix begins the name of a word tokenizer.
const wordsPrefix = "words:"

// Open opens a tokenizer by name: "bytes" ([Bytes]), "hsalab-4k" ([Default]), the path of a tokenizer.json file (also
// with .gz) or of a folder that holds one, or "words:" and the path of a vocabulary ([Words]).
func Open(name string) (data.Tokenizer, error) {
	switch name {
	case BytesName:
		return Bytes{}, nil
	case DefaultName:
		return Default()
	}
	if path, ok := strings.CutPrefix(name, wordsPrefix); ok {
		v, err := words.Load(path)
		if err != nil {
			return nil, err
		}
		return NewWords(nameOf(path), v), nil
	}
	return File(name)
}

// File reads a tokenizer.json file, or the one in a folder. Its name is that of the file without endings, or of the
// folder. The end-of-text token is the eos_token of a tokenizer_config.json beside it, or else the first of the usual
// names that the file has.
func File(path string) (*BPE, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, fileName)
	}
	text, err := readFile(path)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %w: want %q, %q or the path of a tokenizer.json file", err, BytesName, DefaultName)
	}
	b, err := Parse(nameOf(path), text)
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", err, path)
	}
	return b, b.readConfig(filepath.Join(filepath.Dir(path), "tokenizer_config.json"))
}

// Parse reads the text of a tokenizer.json file.
func Parse(name string, text []byte) (*BPE, error) {
	d, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %s is no tokenizer that can be used: %w", name, err)
	}
	b, err := build(d)
	if err != nil {
		return nil, fmt.Errorf("tokenizer: %s is no tokenizer that can be used: %w", name, err)
	}
	b.name, b.definition, b.hash = name, text, data.Hash(struct{ Definition string }{string(text)})
	return b, nil
}

const fileName = "tokenizer.json"

// nameOf is the name of a file without its endings, or of its folder for a file that has no name of its own.
func nameOf(path string) string {
	base, _, _ := strings.Cut(filepath.Base(path), ".")
	if base+".json" != fileName {
		return base
	}
	if folder, err := filepath.Abs(filepath.Dir(path)); err == nil {
		return filepath.Base(folder)
	}
	return base
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if strings.HasSuffix(path, ".gz") {
		return gunzip(f)
	}
	return readAll(f)
}

func gunzip(r io.Reader) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return readAll(z)
}

func readAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = errors.New("the file is larger than any tokenizer")
	}
	return bytes.TrimPrefix(text, []byte("\uFEFF")), err
}
