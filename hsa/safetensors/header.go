package safetensors

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// MaxHeader is the largest header, in bytes, that is read or written: 100 MB, as in the reference library.
	MaxHeader = 100_000_000

	prefixBytes = 8
	metadataKey = "__metadata__"
)

// readHeader reads the JSON bytes of the header, having checked their length against the file.
func readHeader(source io.ReaderAt, size int64) ([]byte, error) {
	if size < prefixBytes {
		return nil, invalid("%d bytes are too few for the 8 bytes of header length", size)
	}
	var prefix [prefixBytes]byte
	if _, err := io.ReadFull(io.NewSectionReader(source, 0, prefixBytes), prefix[:]); err != nil {
		return nil, fmt.Errorf("safetensors: reading the header length: %w", err)
	}
	n := binary.LittleEndian.Uint64(prefix[:])
	if n > MaxHeader {
		return nil, invalid("header of %d bytes; at most %d are allowed", n, MaxHeader)
	}
	if n > uint64(size-prefixBytes) {
		return nil, invalid("header of %d bytes in a file of %d: the file is cut short", n, size)
	}
	header := make([]byte, n)
	if _, err := io.ReadFull(io.NewSectionReader(source, prefixBytes, int64(n)), header); err != nil {
		return nil, fmt.Errorf("safetensors: reading the header: %w", err)
	}
	return header, nil
}

// checkName reports a name that no tensor may have. JSON decoding turns half a surrogate pair into U+FFFD,
// so a name with that character is refused rather than confused with another.
func checkName(name string) error {
	switch {
	case name == metadataKey:
		return fmt.Errorf("tensor %s: the name is reserved", quote(name))
	case !utf8.ValidString(name) || strings.ContainsRune(name, utf8.RuneError):
		return fmt.Errorf("tensor %s: the name is not valid Unicode", quote(name))
	}
	return nil
}
