package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
)

// TextFile is a file of running text, compressed by its ending (.gz, .zst, .bz2), cut into documents at the ends of
// paragraphs.
func TextFile(path string) iter.Seq2[Document, error] {
	return stream(path, func(r io.Reader, yield func(Document, error) bool) { cut(path, r, yield) })
}

// JSONLFile is a file of JSON objects, one a line, of which the named field is the text of a document. It may be
// compressed.
func JSONLFile(path, field string) iter.Seq2[Document, error] {
	return stream(path, func(r io.Reader, yield func(Document, error) bool) { jsonl(path, field, r, maxLine, yield) })
}

// stream opens a file, reads it and closes it.
func stream(path string, read func(r io.Reader, yield func(Document, error) bool)) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(Document{}, fmt.Errorf("corpus: %w", err))
			return
		}
		defer f.Close()
		r, err := decompress(path, f)
		if err != nil {
			yield(Document{}, fmt.Errorf("corpus: %s: %w", path, err))
			return
		}
		defer r.Close()
		read(r, yield)
	}
}

// maxLine is the longest line of a JSONL file in bytes: a row of ten million words.
const maxLine = 64 << 20

func jsonl(path, field string, r io.Reader, limit int, yield func(Document, error) bool) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, limit)
	line := 1
	for ; scanner.Scan(); line++ {
		if len(bytes.TrimSpace(scanner.Bytes())) == 0 {
			continue
		}
		text, err := fieldOf(scanner.Bytes(), field)
		if err != nil {
			yield(Document{}, fmt.Errorf("corpus: %s line %d: %w", path, line, err))
			return
		}
		if text != "" && !yield(NewDocument(fmt.Sprintf("%s#%d", path, line), text), nil) {
			return
		}
	}
	switch err := scanner.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		yield(Document{}, fmt.Errorf("corpus: %s line %d is longer than %d bytes: cut the text into several objects", path, line, limit))
	case err != nil:
		yield(Document{}, fmt.Errorf("corpus: %s: %w", path, err))
	}
}

// fieldOf is a text of a JSON object.
func fieldOf(line []byte, field string) (string, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		return "", fmt.Errorf("no JSON object: %w", err)
	}
	raw, ok := object[field]
	if !ok {
		return "", fmt.Errorf("no field %q: it has %s, so name one of these", field, strings.Join(slices.Sorted(maps.Keys(object)), ", "))
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", errors.New("field " + field + " is no text: name a field that is")
	}
	return text, nil
}
