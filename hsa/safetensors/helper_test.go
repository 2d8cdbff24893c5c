package safetensors

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// rawFile is a file with exactly this header text and data, however wrong they are.
func rawFile(header string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), data...)
}

// read opens a file held in memory.
func read(b []byte) (*File, error) {
	return Read(bytes.NewReader(b), int64(len(b)))
}

// mustTensor is NewTensor for arguments known to be right.
func mustTensor[T Element](tb testing.TB, name string, shape []int, values []T) Tensor {
	tb.Helper()
	t, err := NewTensor(name, shape, values)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// mustWrite is the file that Write makes.
func mustWrite(tb testing.TB, tensors []Tensor, metadata map[string]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := Write(&b, tensors, metadata); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
