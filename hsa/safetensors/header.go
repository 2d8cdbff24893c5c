package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
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

// parseHeader decodes the header strictly: one JSON object, no duplicate or unknown key, whole numbers only.
func parseHeader(header []byte) ([]entry, map[string]string, error) {
	if len(header) == 0 || header[0] != '{' {
		return nil, nil, invalid("the header does not begin with {")
	}
	if !utf8.Valid(header) {
		return nil, nil, invalid("the header is not UTF-8")
	}
	if !json.Valid(header) {
		return nil, nil, invalid("the header is not valid JSON, or nested too deep")
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(header))}
	p.dec.UseNumber()
	if err := p.object("header", p.topLevel); err != nil {
		return nil, nil, err
	}
	return p.entries, p.metadata, nil
}

// parser walks the tokens of a header that is known to be valid JSON. Its depth is that of the format: it never recurses into
// what it does not expect.
type parser struct {
	dec      *json.Decoder
	entries  []entry
	metadata map[string]string
}

// object reads one object, handing each key to member, and refuses a key that comes twice. The word where names the object in errors.
func (p *parser) object(where string, member func(key string) error) error {
	if err := p.delim(where, '{'); err != nil {
		return err
	}
	seen := map[string]bool{}
	for p.dec.More() {
		key, err := p.text(where)
		if err != nil {
			return err
		}
		if seen[key] {
			return invalid("%s: key %s comes twice", where, quote(key))
		}
		seen[key] = true
		if err := member(key); err != nil {
			return err
		}
	}
	return p.delim(where, '}')
}

// topLevel reads the member of the header called name: the metadata or a tensor.
func (p *parser) topLevel(name string) error {
	if name == metadataKey {
		p.metadata = map[string]string{}
		return p.object(metadataKey, func(key string) (err error) {
			p.metadata[key], err = p.text(metadataKey + " " + quote(key))
			return err
		})
	}
	if err := checkName(name); err != nil {
		return invalid("%s", err)
	}
	return p.tensor(name)
}

// tensor reads the description of one tensor.
func (p *parser) tensor(name string) error {
	e := entry{name: name}
	where := "tensor " + quote(name)
	found := 0
	err := p.object(where, func(key string) (err error) {
		found++
		switch key {
		case "dtype":
			var s string
			s, err = p.text(where + ": dtype")
			e.dtype = DType(s)
		case "shape":
			e.shape, err = p.shape(where)
		case "data_offsets":
			e.start, e.end, err = p.offsets(where)
		default:
			err = invalid("%s: unknown key %s", where, quote(key))
		}
		return err
	})
	if err != nil {
		return err
	}
	if found != 3 {
		return invalid("%s: want the keys dtype, shape and data_offsets", where)
	}
	p.entries = append(p.entries, e)
	return nil
}

// shape reads the list of axis sizes.
func (p *parser) shape(where string) ([]int, error) {
	numbers, err := p.numbers(where+": shape", MaxRank)
	if err != nil {
		return nil, err
	}
	shape := make([]int, len(numbers))
	for i, n := range numbers {
		if int64(int(n)) != n {
			return nil, invalid("%s: axis of size %d does not fit this machine", where, n)
		}
		shape[i] = int(n)
	}
	return shape, nil
}

// offsets reads the pair [start, end].
func (p *parser) offsets(where string) (start, end int64, err error) {
	numbers, err := p.numbers(where+": data_offsets", 2)
	if err != nil {
		return 0, 0, err
	}
	if len(numbers) != 2 {
		return 0, 0, invalid("%s: data_offsets has %d numbers, want [start, end]", where, len(numbers))
	}
	return numbers[0], numbers[1], nil
}

// numbers reads a list of at most limit whole numbers, 0 to 2^63-1.
func (p *parser) numbers(where string, limit int) ([]int64, error) {
	if err := p.delim(where, '['); err != nil {
		return nil, err
	}
	var list []int64
	for p.dec.More() {
		if len(list) == limit {
			return nil, invalid("%s: more than %d numbers", where, limit)
		}
		n, err := p.number(where)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, p.delim(where, ']')
}

// number reads one whole number.
func (p *parser) number(where string) (int64, error) {
	token, err := p.token(where)
	if err != nil {
		return 0, err
	}
	n, ok := token.(json.Number)
	if !ok {
		return 0, invalid("%s: want a number", where)
	}
	value, err := strconv.ParseUint(n.String(), 10, 63)
	if err != nil {
		return 0, invalid("%s: want a whole number from 0 to 2^63-1, got %s", where, quote(n.String()))
	}
	return int64(value), nil
}

// text reads one string.
func (p *parser) text(where string) (string, error) {
	token, err := p.token(where)
	if err != nil {
		return "", err
	}
	s, ok := token.(string)
	if !ok {
		return "", invalid("%s: want a string", where)
	}
	return s, nil
}

// delim reads one of { } [ ].
func (p *parser) delim(where string, want json.Delim) error {
	token, err := p.token(where)
	if err != nil {
		return err
	}
	if token != want {
		return invalid("%s: want %s", where, want)
	}
	return nil
}

// token reads the next token.
func (p *parser) token(where string) (json.Token, error) {
	token, err := p.dec.Token()
	if err != nil {
		return nil, invalid("%s: %v", where, err)
	}
	return token, nil
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
