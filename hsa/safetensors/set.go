package safetensors

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
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

func readIndex(dir fs.FS, name string) ([]byte, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, MaxHeader+1))
	if err == nil && len(raw) > MaxHeader {
		err = invalid("index of more than %d bytes", MaxHeader)
	}
	return raw, err
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

// shardIndex is the index of a set in shards.
type shardIndex struct {
	in     map[string]string // shard by tensor
	shards map[string]int    // tensors by shard
	set    string            // what all shards of one writing have in common; "" where another program wrote them
}

// parseIndex decodes an index strictly.
func parseIndex(raw []byte) (shardIndex, error) {
	index := shardIndex{in: map[string]string{}, shards: map[string]int{}}
	p, err := newParser("index", raw)
	if err != nil {
		return index, err
	}
	err = p.object(map[string]bool{}, func(key string) error {
		switch key {
		case "metadata":
			return p.object(map[string]bool{}, func(key string) error { return index.metadatum(p, key) })
		case "weight_map":
			return p.object(map[string]bool{}, func(key string) error { return index.place(p, key) })
		}
		return p.invalid("unknown key %s", quote(key))
	})
	if err == nil && len(index.in) == 0 {
		err = invalid("the index lists no tensor in weight_map")
	}
	return index, err
}

// metadatum reads one value of the index's metadata, of which only the set is of use here.
func (i *shardIndex) metadatum(p *parser, key string) error {
	var value any
	if err := p.dec.Decode(&value); err != nil {
		return p.invalid("%v", err)
	}
	if text, ok := value.(string); ok && key == setKey {
		i.set = text
	}
	return nil
}

// place reads which shard holds a tensor. A shard lies beside the index: its name is no path.
func (i *shardIndex) place(p *parser, tensor string) error {
	shard, err := p.text()
	if err != nil {
		return err
	}
	if err := checkName(tensor); err != nil {
		return invalid("index: %s", err)
	}
	if !fs.ValidPath(shard) || strings.ContainsAny(shard, `/\:`) || !strings.HasSuffix(shard, FileExt) {
		return p.invalid("shard %s of tensor %s: want the name of a %s file in the same directory", quote(shard), quote(tensor), FileExt)
	}
	i.in[tensor] = shard
	i.shards[shard]++
	return nil
}

// check holds an open shard against the index.
func (i shardIndex) check(shard string, f *File) error {
	for _, e := range f.entries {
		if i.in[e.name] != shard {
			return invalid("%s holds tensor %s, which the index does not place there", quote(shard), quote(e.name))
		}
	}
	if len(f.entries) != i.shards[shard] {
		return invalid("%s holds %d of the %d tensors that the index places there", quote(shard), len(f.entries), i.shards[shard])
	}
	if set := f.metadata[setKey]; set != i.set {
		return invalid("%s was written at another time than the index: write all shards again", quote(shard))
	}
	return nil
}
