package words

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/renameio/v2"
)

// MaxFile is the largest vocabulary file in bytes that [Read] accepts.
const MaxFile = 16 << 20

const (
	fileFormat  = "hsalab-words"
	fileVersion = 1
)

// file is the JSON form of a vocabulary. Ids follow from the order: unknown, reserved, words.
type file struct {
	Format   string   `json:"format"`
	Version  int      `json:"version"`
	Unknown  string   `json:"unknown"`
	Reserved []string `json:"reserved"`
	Words    []string `json:"words"`
}

func (v *Vocabulary) file() file {
	return file{fileFormat, fileVersion, Unknown, v.tokens[1 : 1+v.reserved], v.tokens[1+v.reserved:]}
}

// Write writes the vocabulary as JSON, the same bytes for the same vocabulary.
func (v *Vocabulary) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v.file()); err != nil {
		return fmt.Errorf("words: write vocabulary: %w", err)
	}
	return nil
}

// Save writes the vocabulary to a file. The file appears whole or not at all.
func (v *Vocabulary) Save(path string) error {
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return fmt.Errorf("words: save vocabulary: %w", err)
	}
	defer f.Cleanup()
	if err := v.Write(f); err != nil {
		return err
	}
	if err := f.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("words: save vocabulary: %w", err)
	}
	return nil
}

// Load reads a vocabulary file. See [Read] for what it refuses.
func Load(path string) (*Vocabulary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("words: load vocabulary: %w", err)
	}
	defer f.Close()
	v, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return v, nil
}

// Read reads what [Vocabulary.Write] has written. It refuses anything else: another format or
// version, unknown fields, a missing Unknown, a word twice, a word that no text can contain, more
// than MaxFile bytes or MaxVocabulary tokens, and bytes after the end.
func Read(r io.Reader) (*Vocabulary, error) {
	limited := &io.LimitedReader{R: r, N: MaxFile + 1}
	dec := json.NewDecoder(limited)
	dec.DisallowUnknownFields()
	var f file
	err := dec.Decode(&f)
	if err == nil {
		err = atEnd(dec)
	}
	switch {
	case limited.N <= 0:
		return nil, fmt.Errorf("words: the vocabulary file is larger than %d bytes: choose a vocabulary that Save wrote", MaxFile)
	case err != nil:
		return nil, fmt.Errorf("words: no vocabulary file: %w", err)
	case f.Format != fileFormat || f.Version != fileVersion:
		return nil, fmt.Errorf("words: format %q version %d: want %q version %d", f.Format, f.Version, fileFormat, fileVersion)
	case f.Unknown != Unknown:
		return nil, fmt.Errorf("words: unknown token %q: want %q", f.Unknown, Unknown)
	}
	return newVocabulary(f.Reserved, f.Words)
}

func atEnd(dec *json.Decoder) error {
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more bytes after the end of the JSON object")
	}
	return nil
}
