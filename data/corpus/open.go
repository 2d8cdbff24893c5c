package corpus

import (
	"compress/bzip2"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Open reads a text file of any size in a stream, compressed by the endings .gz, .zst and .bz2. See [Read] for what
// it refuses.
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
	defer r.Close()
	return Read(filepath.Base(path), r)
}

// Uncompressed is a path without the ending of its compression, if it has one.
func Uncompressed(path string) string {
	switch ending := filepath.Ext(path); ending {
	case ".gz", ".zst", ".bz2":
		return strings.TrimSuffix(path, ending)
	}
	return path
}

// zstdWindow is the largest window of a zstd file in bytes, so that memory is bounded.
const zstdWindow = 128 << 20

func decompress(path string, r io.Reader) (io.ReadCloser, error) {
	switch filepath.Ext(path) {
	case ".bz2":
		return io.NopCloser(bzip2.NewReader(r)), nil
	case ".gz":
		return gzip.NewReader(r)
	case ".zst":
		d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return io.NopCloser(r), nil
}
