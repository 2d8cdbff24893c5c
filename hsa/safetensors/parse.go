package safetensors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// parseHeader decodes the header strictly: one JSON object, no duplicate or unknown key, whole numbers only.
func parseHeader(header []byte) ([]entry, map[string]string, error) {
	p, err := newParser("header", header)
	if err != nil {
		return nil, nil, err
	}
	if err := p.object(map[string]bool{}, p.topLevel); err != nil {
		return nil, nil, err
	}
	return p.entries, p.metadata, nil
}

// newParser starts at the beginning of a JSON object; what names it in errors.
func newParser(what string, text []byte) (*parser, error) {
	if len(text) == 0 || text[0] != '{' {
		return nil, invalid("the %s does not begin with {", what)
	}
	if !utf8.Valid(text) {
		return nil, invalid("the %s is not UTF-8", what)
	}
	if !json.Valid(text) {
		return nil, invalid("the %s is not valid JSON, or nested too deep", what)
	}
	p := &parser{what: what, dec: json.NewDecoder(bytes.NewReader(text)), fields: map[string]bool{}}
	p.dec.UseNumber()
	return p, nil
}

// parser walks the tokens of a header that is known to be valid JSON. Its depth is that of the format: it never recurses into
// what it does not expect.
type parser struct {
	what     string // the header, or the index of shards
	dec      *json.Decoder
	entries  []entry
	metadata map[string]string
	fields   map[string]bool // keys of the tensor being read
	at       [2]string       // where in the header: top-level key and the key inside it
}

// object reads one object, handing each key to member, and refuses a key that comes twice; seen is empty at the start.
func (p *parser) object(seen map[string]bool, member func(key string) error) error {
	if err := p.delim('{'); err != nil {
		return err
	}
	for p.dec.More() {
		key, err := p.text()
		if err != nil {
			return err
		}
		if seen[key] {
			return p.invalid("key %s comes twice", quote(key))
		}
		seen[key] = true
		if err := member(key); err != nil {
			return err
		}
	}
	return p.delim('}')
}

// topLevel reads the member of the header called name: the metadata or a tensor.
func (p *parser) topLevel(name string) error {
	p.at = [2]string{name}
	defer func() { p.at = [2]string{} }()
	if name == metadataKey {
		p.metadata = map[string]string{}
		return p.object(map[string]bool{}, p.metadatum)
	}
	if err := checkName(name); err != nil {
		return invalid("%s", err)
	}
	return p.tensor(name)
}

// metadatum reads the value of one metadata key.
func (p *parser) metadatum(key string) (err error) {
	p.at[1] = key
	p.metadata[key], err = p.text()
	p.at[1] = ""
	return err
}

// tensor reads the description of one tensor.
func (p *parser) tensor(name string) error {
	e := entry{name: name}
	clear(p.fields)
	if err := p.object(p.fields, func(key string) error { return p.field(&e, key) }); err != nil {
		return err
	}
	if len(p.fields) != 3 {
		return p.invalid("want the keys dtype, shape and data_offsets")
	}
	p.entries = append(p.entries, e)
	return nil
}

// field reads one of the three facts about a tensor.
func (p *parser) field(e *entry, key string) (err error) {
	p.at[1] = key
	switch key {
	case "dtype":
		var s string
		s, err = p.text()
		e.dtype = DType(s)
	case "shape":
		e.shape, err = p.shape()
	case "data_offsets":
		e.start, e.end, err = p.offsets()
	default:
		p.at[1] = ""
		err = p.invalid("unknown key %s", quote(key))
	}
	p.at[1] = ""
	return err
}

// shape reads the list of axis sizes.
func (p *parser) shape() ([]int, error) {
	numbers, err := p.numbers(MaxRank)
	if err != nil {
		return nil, err
	}
	shape := make([]int, len(numbers))
	for i, n := range numbers {
		if int64(int(n)) != n {
			return nil, p.invalid("axis of size %d does not fit this machine", n)
		}
		shape[i] = int(n)
	}
	return shape, nil
}

// offsets reads the pair [start, end].
func (p *parser) offsets() (start, end int64, err error) {
	numbers, err := p.numbers(2)
	if err != nil {
		return 0, 0, err
	}
	if len(numbers) != 2 {
		return 0, 0, p.invalid("%d numbers, want [start, end]", len(numbers))
	}
	return numbers[0], numbers[1], nil
}

// numbers reads a list of at most limit whole numbers, 0 to 2^63-1.
func (p *parser) numbers(limit int) ([]int64, error) {
	if err := p.delim('['); err != nil {
		return nil, err
	}
	var list []int64
	for p.dec.More() {
		if len(list) == limit {
			return nil, p.invalid("more than %d numbers", limit)
		}
		n, err := p.number()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, p.delim(']')
}

// number reads one whole number.
func (p *parser) number() (int64, error) {
	token, err := p.token()
	if err != nil {
		return 0, err
	}
	n, ok := token.(json.Number)
	if !ok {
		return 0, p.invalid("want a number")
	}
	value, err := strconv.ParseUint(n.String(), 10, 63)
	if err != nil {
		return 0, p.invalid("want a whole number from 0 to 2^63-1, got %s", quote(n.String()))
	}
	return int64(value), nil
}

// text reads one string.
func (p *parser) text() (string, error) {
	token, err := p.token()
	if err != nil {
		return "", err
	}
	s, ok := token.(string)
	if !ok {
		return "", p.invalid("want a string")
	}
	return s, nil
}

// delim reads one of { } [ ].
func (p *parser) delim(want json.Delim) error {
	token, err := p.token()
	if err != nil {
		return err
	}
	if token != want {
		return p.invalid("want %s", want)
	}
	return nil
}

// token reads the next token.
func (p *parser) token() (json.Token, error) {
	token, err := p.dec.Token()
	if err != nil {
		return nil, p.invalid("%v", err)
	}
	return token, nil
}

// invalid is an error that says where in the header it arose.
func (p *parser) invalid(format string, args ...any) error {
	where := p.what
	switch p.at[0] {
	case "":
	case metadataKey:
		where = metadataKey
	default:
		where = "tensor " + quote(p.at[0])
	}
	if p.at[1] != "" {
		where += ": " + quote(p.at[1])
	}
	return invalid("%s: %s", where, fmt.Sprintf(format, args...))
}
