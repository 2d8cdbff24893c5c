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
	rows, err := readAll(path)
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// ReadCut is [Read], but of a compressed file that was cut short it returns the rows that are whole, and says that it was.
func ReadCut(path string) (rows []Row, cut bool, err error) {
	rows, err = readAll(path)
	if compressed(path) && errors.Is(err, io.ErrUnexpectedEOF) {
		return rows, true, nil
	}
	return rows, false, err
}

// readAll returns the rows before an error, too.
func readAll(path string) ([]Row, error) {
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
			return rows, fmt.Errorf("%s: %w", path, err)
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
		parse := newParser()
		for number := 1; ; number++ {
			line, err := lines.ReadSlice('\n')
			if err == io.EOF && len(line) == 0 {
				return
			}
			var row Row
			if err = lineError(err); err == nil {
				row, err = parse.row(line)
			}
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

// lineError explains the error that reading a line gave.
func lineError(err error) error {
	switch err {
	case io.EOF:
		return errors.New("the line does not end; the writing was interrupted: resume it, or remove the line")
	case bufio.ErrBufferFull:
		return fmt.Errorf("longer than %d bytes; this is not a results file", MaxLine)
	}
	return err
}

// parser decodes line after line with one JSON decoder, which sees the end of a line as the end of its input.
type parser struct {
	line  bytes.Reader
	json  *json.Decoder
	start int64 // offset of the line in all that was decoded
}

func newParser() *parser {
	p := &parser{}
	p.json = json.NewDecoder(&p.line)
	p.json.DisallowUnknownFields()
	return p
}

// row decodes a line that is exactly one row. After an error the parser must not be used again.
func (p *parser) row(line []byte) (Row, error) {
	p.line.Reset(line)
	var row Row
	if err := p.json.Decode(&row); err != nil {
		if err == io.EOF {
			err = errors.New("empty line")
		}
		return Row{}, err
	}
	end := p.json.InputOffset() - p.start
	if len(bytes.TrimSpace(line[end:])) > 0 {
		return Row{}, errors.New("more than one value on the line")
	}
	p.start += int64(len(line))
	return row, row.Check()
}

// compressed says whether a file name asks for gzip.
func compressed(path string) bool {
	return strings.HasSuffix(path, ".gz")
}
