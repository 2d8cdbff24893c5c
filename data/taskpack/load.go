package taskpack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// MaxFile is the largest pack in bytes that is read.
const MaxFile = 64 << 20

// Open reads a pack from a file; "" is [Ours].
func Open(path string) (*Pack, error) {
	if path == "" {
		return Ours(), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("taskpack: %w", err)
	}
	defer f.Close()
	return Read(path, f)
}

// Read reads a pack. It refuses what is no pack or one of another version, a section of which fields are missing, and
// fields that are not known. Sections may be missing as a whole. The name is for messages.
func Read(name string, r io.Reader) (*Pack, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("taskpack: pack %s: %w", name, err)
	}
	if len(text) > MaxFile {
		return nil, fmt.Errorf("taskpack: pack %s is larger than %d bytes: choose a task pack", name, MaxFile)
	}
	return parse(name, text)
}

func parse(name string, text []byte) (*Pack, error) {
	p := newPack(name)
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(p); err != nil {
		return nil, fmt.Errorf("taskpack: %s is no task pack: %w", name, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("taskpack: %s is no task pack: more bytes after the end of the JSON object", name)
	}
	if p.Version != Version {
		return nil, fmt.Errorf("taskpack: pack %s has pack_version %d: want %d", name, p.Version, Version)
	}
	return p, p.check(text)
}

// check finds the sections that are there and the fields that they lack.
func (p *Pack) check(text []byte) error {
	var raw map[string]any
	if err := json.Unmarshal(text, &raw); err != nil {
		return fmt.Errorf("taskpack: pack %s: %w", p.Name, err)
	}
	for _, s := range sections {
		_, p.sections[s] = raw[s]
	}
	if field := missing(p, raw); field != "" {
		return p.Lacks(field)
	}
	if p.sections[SectionWords] {
		if err := p.Words.check(); err != nil {
			return fmt.Errorf("taskpack: pack %s: %w", p.Name, err)
		}
	}
	return nil
}
