package safetensors

import (
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
)

// File is an opened safetensors file whose header has been checked. Its methods may be called concurrently.
type File struct {
	source   io.ReaderAt
	base     int64 // where the data starts
	entries  []entry
	index    map[string]int
	metadata map[string]string
	closer   io.Closer
}

// Open opens the file at path and checks its header. Close it after use.
func Open(path string) (*File, error) {
	osFile, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	f, err := openFile(osFile)
	if err != nil {
		osFile.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// openFile reads from an open file of known size.
func openFile(osFile *os.File) (*File, error) {
	stat, err := osFile.Stat()
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	if !stat.Mode().IsRegular() {
		return nil, fmt.Errorf("safetensors: not a regular file; give the path of a .safetensors file")
	}
	f, err := Read(osFile, stat.Size())
	if err != nil {
		return nil, err
	}
	f.closer = osFile
	return f, nil
}

// Read checks the header of a safetensors file of size bytes held by source. Tensors are read from source when asked for.
func Read(source io.ReaderAt, size int64) (*File, error) {
	header, err := readHeader(source, size)
	if err != nil {
		return nil, err
	}
	entries, metadata, err := parseHeader(header)
	if err != nil {
		return nil, err
	}
	base := int64(prefixBytes + len(header))
	if err := checkLayout(entries, size-base); err != nil {
		return nil, err
	}
	index := make(map[string]int, len(entries))
	for i, e := range entries {
		index[e.name] = i
	}
	return &File{source: source, base: base, entries: entries, index: index, metadata: metadata}, nil
}

// Close closes a file opened by [Open]; after [Read] it does nothing.
func (f *File) Close() error {
	if f.closer == nil {
		return nil
	}
	return f.closer.Close()
}

// Names lists the tensors in the order of their data.
func (f *File) Names() []string {
	names := make([]string, len(f.entries))
	for i, e := range f.entries {
		names[i] = e.name
	}
	return names
}

// Metadata is a copy of the free-form strings of the file; empty if it has none.
func (f *File) Metadata() map[string]string {
	return maps.Clone(f.metadata)
}

// Info is what the header says about the tensor called name.
func (f *File) Info(name string) (Info, error) {
	e, err := f.lookup(name)
	if err != nil {
		return Info{}, err
	}
	return Info{Name: e.name, DType: e.dtype, Shape: slices.Clone(e.shape), Bytes: e.size()}, nil
}

// Tensor reads the tensor called name. It takes the memory of that tensor's data.
func (f *File) Tensor(name string) (Tensor, error) {
	e, err := f.lookup(name)
	if err != nil {
		return Tensor{}, err
	}
	n, err := e.memory()
	if err != nil {
		return Tensor{}, err
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(f.section(e), data); err != nil {
		return Tensor{}, readError(name, err)
	}
	return Tensor{Name: e.name, DType: e.dtype, Shape: slices.Clone(e.shape), Data: data}, nil
}

// lookup finds the entry of a tensor.
func (f *File) lookup(name string) (entry, error) {
	i, ok := f.index[name]
	if !ok {
		return entry{}, fmt.Errorf("safetensors: %w: %s is not among the %d tensors of the file",
			ErrNotFound, quote(name), len(f.entries))
	}
	return f.entries[i], nil
}

// section is the part of the file that holds the data of e.
func (f *File) section(e entry) *io.SectionReader {
	return io.NewSectionReader(f.source, f.base+e.start, e.size())
}

// memory is the size of e as an int, which a 32-bit machine may not be able to hold.
func (e entry) memory() (int, error) {
	if e.size() > math.MaxInt {
		return 0, fmt.Errorf("safetensors: tensor %s: %d bytes do not fit the memory of this machine", quote(e.name), e.size())
	}
	return int(e.size()), nil
}

// readError explains a failed read of tensor data; the header promised it, so the file has changed since.
func readError(name string, err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return invalid("tensor %s: the file was cut short after it was opened", quote(name))
	}
	return fmt.Errorf("safetensors: tensor %s: %w", quote(name), err)
}
