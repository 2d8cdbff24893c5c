package results

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"
)

// MaxLine is the longest line, in bytes, that is read.
const MaxLine = 1 << 20

// Read reads a whole results file; a name that ends in .gz is decompressed. It is strict: a key that is not one of
// [Row], a malformed or unfinished line, or a row that fails [Row.Check] is an error with its line number. To go on with a
// file whose last line was torn by an interruption, use [Resume].
func Read(path string) ([]Row, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	defer file.Close()
	var source io.Reader = file
	if compressed(path) {
		if source, err = gzip.NewReader(file); err != nil {
			return nil, fmt.Errorf("results: %s: not gzip: %w", path, err)
		}
	}
	var rows []Row
	for row, err := range Decode(source) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Decode yields the rows of JSON lines one by one, as strictly as [Read], in the memory of one line. It stops after the
// first error.
func Decode(r io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		lines := bufio.NewReaderSize(r, MaxLine)
		for number := 1; ; number++ {
			line, err := lines.ReadSlice('\n')
			if err == io.EOF && len(line) == 0 {
				return
			}
			row, err := decodeLine(line, err)
			if err != nil {
				yield(Row{}, fmt.Errorf("results: line %d: %w", number, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// decodeLine decodes one line, with the error that reading it gave.
func decodeLine(line []byte, err error) (Row, error) {
	switch {
	case err == io.EOF:
		return Row{}, errors.New("the line does not end; the writing was interrupted: resume it, or remove the line")
	case err == bufio.ErrBufferFull:
		return Row{}, fmt.Errorf("longer than %d bytes; this is not a results file", MaxLine)
	case err != nil:
		return Row{}, err
	}
	return parse(line)
}

// parse is the strict form of json.Unmarshal for one row.
func parse(line []byte) (Row, error) {
	var row Row
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&row); err != nil {
		if err == io.EOF {
			err = errors.New("empty line")
		}
		return Row{}, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return Row{}, errors.New("more than one value on the line")
	}
	return row, row.Check()
}

// compressed says whether a file name asks for gzip.
func compressed(path string) bool {
	return strings.HasSuffix(path, ".gz")
}
