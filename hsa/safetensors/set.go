package safetensors

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// Extensions of the files of a [Set], behind its name.
const (
	FileExt  = ".safetensors"
	IndexExt = ".safetensors.index.json"
)

// Set is the tensors of a model, in one file or in several, the shards, with an index that says which holds what. Its
// methods may be called concurrently.
type Set struct {
	files []*File
	in    map[string]*File // by tensor
}

// OpenSet opens the tensors called name in a directory: name.safetensors, or else name.safetensors.index.json and the
// shards that it lists. What a shard holds and what the index says must be the same. Close the set after use.
func OpenSet(dir fs.FS, name string) (*Set, error) {
	f, err := OpenFS(dir, name+FileExt)
	if err == nil {
		return SetOf(f), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	raw, indexErr := readIndex(dir, name+IndexExt)
	if errors.Is(indexErr, fs.ErrNotExist) {
		return nil, err
	} else if indexErr != nil {
		return nil, indexErr
	}
	return openShards(dir, name+IndexExt, raw)
}

// SetOf is the set of the tensors of one file.
func SetOf(f *File) *Set {
	s := &Set{files: []*File{f}, in: make(map[string]*File, len(f.entries))}
	s.take(f)
	return s
}

// OpenFS opens a file of a file system, such as a directory or what is embedded in a program. Close it after use.
func OpenFS(dir fs.FS, name string) (*File, error) {
	opened, err := dir.Open(name)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	f, err := readOpened(opened)
	if err != nil {
		opened.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	f.closer = opened
	return f, nil
}

func readOpened(opened fs.File) (*File, error) {
	info, err := opened.Stat()
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	at, ok := opened.(io.ReaderAt)
	if !ok || !info.Mode().IsRegular() {
		return nil, errors.New("safetensors: not a regular file that can be read at an offset")
	}
	return Read(at, info.Size())
}

// openShards opens the shards of an index and holds each against it.
func openShards(dir fs.FS, name string, raw []byte) (*Set, error) {
	index, err := parseIndex(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := &Set{in: make(map[string]*File, len(index.in))}
	for _, shard := range slices.Sorted(maps.Keys(index.shards)) {
		f, err := OpenFS(dir, shard)
		if err == nil {
			s.files = append(s.files, f)
			err = index.check(shard, f)
		}
		if err != nil {
			s.Close()
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		s.take(f)
	}
	return s, nil
}

// take makes the tensors of a file those of the set.
func (s *Set) take(f *File) {
	for _, e := range f.entries {
		s.in[e.name] = f
	}
}

// Names lists the tensors, shard after shard.
func (s *Set) Names() []string {
	var names []string
	for _, f := range s.files {
		names = append(names, f.Names()...)
	}
	return names
}

// File is the file that holds the tensor called name.
func (s *Set) File(name string) (*File, error) {
	f, ok := s.in[name]
	if !ok {
		return nil, fmt.Errorf("safetensors: %w: %s is not among the %d tensors of the set", ErrNotFound, quote(name), len(s.in))
	}
	return f, nil
}

// Metadata is a copy of the free-form strings of the first file, without what ties shards together.
func (s *Set) Metadata() map[string]string {
	if len(s.files) == 0 {
		return nil
	}
	m := s.files[0].Metadata()
	delete(m, setKey)
	return m
}

// Close closes all files.
func (s *Set) Close() error {
	var failed []error
	for _, f := range s.files {
		failed = append(failed, f.Close())
	}
	return errors.Join(failed...)
}
