package corpus

import (
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Open reads a text file of any size in a stream, gzip and bzip2 by the endings .gz and .bz2. See
// [Read] for what it refuses.
func Open(path string) (*Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("corpus: %w", err)
	}
	if info.IsDir() {
		return nil, fmt.Errorf("corpus: %s is a directory: choose a text file", path)
	}
	r, err := decompress(path, f)
	if err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", path, err)
	}
	return Read(filepath.Base(path), r)
}

func decompress(path string, r io.Reader) (io.Reader, error) {
	switch filepath.Ext(path) {
	case ".bz2":
		return bzip2.NewReader(r), nil
	case ".gz":
		return gzip.NewReader(r)
	}
	return r, nil
}
