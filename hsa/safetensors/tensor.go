package safetensors

import (
	"fmt"
	"math"
	"math/bits"
)

// MaxRank is the largest number of axes a tensor may have.
const MaxRank = 64

// Tensor is one named array: its row-major elements as little-endian bytes. Make one from Go numbers with
// [NewTensor] and get them back with [Values].
type Tensor struct {
	Name  string
	DType DType
	Shape []int  // axis sizes, outermost first; empty for a scalar
	Data  []byte // product of Shape times DType.Size bytes
}

// Info is what the header says about one tensor; its data has not been read.
type Info struct {
	Name  string
	DType DType
	Shape []int
	Bytes int64 // size of the data
}

// check reports what is wrong with t as something to write.
func (t Tensor) check() error {
	if err := checkName(t.Name); err != nil {
		return err
	}
	want, err := byteSize(t.DType, t.Shape)
	if err != nil {
		return fmt.Errorf("tensor %s: %w", quote(t.Name), err)
	}
	if want != int64(len(t.Data)) {
		return fmt.Errorf("tensor %s: %s of shape %v takes %d bytes, got %d",
			quote(t.Name), t.DType, t.Shape, want, len(t.Data))
	}
	return nil
}

// byteSize is the number of bytes of a tensor, with every step checked for overflow.
func byteSize(d DType, shape []int) (int64, error) {
	if d.Size() == 0 {
		return 0, fmt.Errorf("unknown dtype %s; want one like F32, F64, I32 or I64", quote(string(d)))
	}
	if len(shape) > MaxRank {
		return 0, fmt.Errorf("%d axes; at most %d are allowed", len(shape), MaxRank)
	}
	n := uint64(d.Size())
	for axis, size := range shape {
		if size < 0 {
			return 0, fmt.Errorf("negative size %d of axis %d", size, axis)
		}
		hi, lo := bits.Mul64(n, uint64(size))
		if hi != 0 || lo > math.MaxInt64 {
			return 0, fmt.Errorf("shape %v overflows a 64-bit size", shape)
		}
		n = lo
	}
	return int64(n), nil
}
