package safetensors

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/google/renameio/v2"
)

// Write writes tensors and metadata (which may be nil) as one safetensors file. The bytes depend on the content only, not
// on the order given: the widest dtypes come first and then the names in order, so that every tensor is aligned to its
// element size; the header is padded with spaces to a multiple of 8. Nothing is written if a tensor is malformed or a name
// comes twice.
func Write(w io.Writer, tensors []Tensor, metadata map[string]string) error {
	ordered := slices.Clone(tensors)
	slices.SortFunc(ordered, func(a, b Tensor) int {
		return cmp.Or(cmp.Compare(b.DType.Size(), a.DType.Size()), cmp.Compare(a.Name, b.Name))
	})
	if err := checkTensors(ordered); err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	header, err := encodeHeader(ordered, metadata)
	if err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	if _, err := w.Write(header); err != nil {
		return fmt.Errorf("safetensors: writing the header: %w", err)
	}
	for _, t := range ordered {
		if _, err := w.Write(t.Data); err != nil {
			return fmt.Errorf("safetensors: writing tensor %s: %w", quote(t.Name), err)
		}
	}
	return nil
}

// WriteFile writes the file at path as [Write] does: under a temporary name in the same directory, flushed to disk, then
// renamed. On any error, a full disk included, what was at path before is still there and the temporary file is gone.
func WriteFile(path string, tensors []Tensor, metadata map[string]string) error {
	pending, err := newPending(path)
	if err != nil {
		return err
	}
	defer pending.Cleanup() // after the rename this does nothing
	if err := Write(pending, tensors, metadata); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := pending.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	return nil
}

// newPending is a temporary file in the directory of path, which it takes the place of once it is whole.
func newPending(path string) (*renameio.PendingFile, error) {
	p, err := renameio.NewPendingFile(path,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	return p, nil
}

// checkTensors reports the first malformed tensor or repeated name.
func checkTensors(tensors []Tensor) error {
	seen := make(map[string]bool, len(tensors))
	for _, t := range tensors {
		if err := t.check(); err != nil {
			return err
		}
		if seen[t.Name] {
			return fmt.Errorf("tensor %s is given twice", quote(t.Name))
		}
		seen[t.Name] = true
	}
	return nil
}

// encodeHeader is the length prefix and the padded JSON header for tensors laid out in the given order.
func encodeHeader(tensors []Tensor, metadata map[string]string) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, prefixBytes))
	b.WriteByte('{')
	if len(metadata) > 0 {
		if err := checkMetadata(metadata); err != nil {
			return nil, err
		}
		if err := encodeMember(&b, metadataKey, metadata); err != nil {
			return nil, err
		}
	}
	start := int64(0)
	for _, t := range tensors {
		end := start + int64(len(t.Data))
		if err := encodeMember(&b, t.Name, describe(t, start, end)); err != nil {
			return nil, err
		}
		start = end
	}
	b.WriteByte('}')
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	n := b.Len() - prefixBytes
	if n > MaxHeader {
		return nil, fmt.Errorf("the header takes %d bytes; at most %d are allowed: write fewer tensors or less metadata", n, MaxHeader)
	}
	binary.LittleEndian.PutUint64(b.Bytes(), uint64(n))
	return b.Bytes(), nil
}

// description is the header's JSON for one tensor.
type description struct {
	DType   DType    `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// describe fills a description; the shape of a scalar is [], not null.
func describe(t Tensor, start, end int64) description {
	return description{DType: t.DType, Shape: append([]int{}, t.Shape...), Offsets: [2]int64{start, end}}
}

// encodeMember appends one "key":value to an open JSON object.
func encodeMember(b *bytes.Buffer, key string, value any) error {
	if last := b.Bytes()[b.Len()-1]; last != '{' {
		b.WriteByte(',')
	}
	name, err := json.Marshal(key)
	if err != nil {
		return err
	}
	body, err := json.Marshal(value) // map keys come out sorted
	if err != nil {
		return err
	}
	b.Write(name)
	b.WriteByte(':')
	b.Write(body)
	return nil
}

// checkMetadata refuses text that JSON would silently change.
func checkMetadata(metadata map[string]string) error {
	for key, value := range metadata {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return fmt.Errorf("metadata %s is not valid UTF-8", quote(key))
		}
	}
	return nil
}
