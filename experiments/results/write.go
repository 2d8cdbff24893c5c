package results

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// WriteFile writes rows as a whole file: beside, flushed to disk, then renamed over path. A name that ends in .gz is
// compressed; the same rows always give the same bytes. On any error the previous file stays.
func WriteFile(path string, rows []Row) error {
	pending, err := renameio.NewPendingFile(path,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	defer pending.Cleanup() // after the rename this does nothing
	write := Encode
	if compressed(path) {
		write = encodeGzip
	}
	if err := write(pending, rows); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := pending.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("results: %w", err)
	}
	return nil
}

// Encode writes rows as JSON lines. A row that fails [Row.Check] is an error.
func Encode(w io.Writer, rows []Row) error {
	buffered := bufio.NewWriter(w)
	for i, row := range rows {
		line, err := encodeLine(row)
		if err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
		if _, err := buffered.Write(line); err != nil {
			return fmt.Errorf("results: %w", err)
		}
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("results: %w", err)
	}
	return nil
}

// encodeGzip is Encode, compressed, without name or time in the gzip header.
func encodeGzip(w io.Writer, rows []Row) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	if err := Encode(z, rows); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("results: %w", err)
	}
	return nil
}

// encodeLine is one checked row with its newline.
func encodeLine(row Row) ([]byte, error) {
	if err := row.Check(); err != nil {
		return nil, err
	}
	line, err := json.Marshal(row)
	if err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	return append(line, '\n'), nil
}
